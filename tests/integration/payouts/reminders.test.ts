import { and, asc, eq } from "drizzle-orm";
import { expect, test } from "vitest";
import { db, transaction } from "@/db/client";
import { emails } from "@/db/schema/emails";
import { events } from "@/db/schema/events";
import { payouts } from "@/db/schema/payouts";
import { expireDuePayouts } from "@/lib/payouts/expiry";
import { cancelPayout, extendExpiry } from "@/lib/payouts/mutations";
import { remindDuePayouts } from "@/lib/payouts/reminders";
import { createOrganization, createPayout, createUser } from "@/tests/support/factories";
import { useDatabase } from "@/tests/support/database";

useDatabase();

const DAY_MS = 86_400_000;
const created = new Date("2026-11-01T12:00:00.000Z");
const expires = new Date("2026-12-01T12:00:00.000Z");
const daysBefore = (days: number, ms = 0) => new Date(expires.getTime() - days * DAY_MS + ms);
const remind = (now: Date, limit = 100) => remindDuePayouts(now, limit, "reminders");
const reread = async ({ id }: { id: string }) => (await db.select().from(payouts).where(eq(payouts.id, id)))[0]!;
const remindersOf = ({ id }: { id: string }) =>
  db
    .select()
    .from(emails)
    .where(and(eq(emails.payoutId, id), eq(emails.kind, "payout_reminder")))
    .orderBy(asc(emails.ordinal));
const remindedEvents = ({ id }: { id: string }) =>
  db
    .select()
    .from(events)
    .where(and(eq(events.payoutId, id), eq(events.name, "payout.reminded")))
    .orderBy(asc(events.occurredAt));

/** Created on November 1, expires on December 1, never reminded. */
async function waitingPayout(settings = {}, overrides = {}) {
  const organization = await createOrganization(settings);
  return {
    organization,
    payout: await createPayout(organization, { createdAt: created, expiresAt: expires, ...overrides }),
  };
}

/**
 * Checks every six hours from one time to another, as a slow worker would, and returns the times at which a reminder
 * was due.
 */
async function looking(from: Date, to: Date): Promise<Date[]> {
  const remindedAt: Date[] = [];
  for (let now = from.getTime(); now <= to.getTime(); now += DAY_MS / 4)
    if ((await remind(new Date(now))) > 0) remindedAt.push(new Date(now));
  return remindedAt;
}

test("reminders of an unclaimed payout are sent once each, exactly 7, 3 and 1 days before it expires", async () => {
  const { payout } = await waitingPayout();
  for (const [index, days] of [7, 3, 1].entries()) {
    expect(await remind(daysBefore(days, -1))).toBe(0);
    expect(await remind(daysBefore(days))).toBe(1);
    expect(await remind(daysBefore(days))).toBe(0);
    expect(await reread(payout)).toMatchObject({
      status: "pending",
      reminderCount: index + 1,
      lastRemindedAt: daysBefore(days),
      statusChangedAt: created,
    });
  }
  const reminders = await remindersOf(payout);
  expect(reminders).toMatchObject(
    [1, 2, 3].map((ordinal) => ({
      ordinal,
      toEmail: payout.recipientEmail,
      status: "queued",
      organizationId: payout.organizationId,
    })),
  );
  expect(reminders.map(({ queuedAt }) => queuedAt)).toEqual([7, 3, 1].map((days) => daysBefore(days)));
  const recorded = await remindedEvents(payout);
  expect(recorded).toMatchObject(
    [1, 2, 3].map((ordinal) => ({
      actorType: "system",
      requestId: "reminders",
      fromStatus: null,
      toStatus: null,
      data: { ordinal },
    })),
  );
  expect(recorded.map(({ occurredAt }) => occurredAt)).toEqual([7, 3, 1].map((days) => daysBefore(days)));
});

test("an organization reminds on its configured days, in whatever order they are listed", async () => {
  await waitingPayout({ reminderDays: [2, 10] });
  expect(await looking(daysBefore(12), expires)).toEqual([daysBefore(10), daysBefore(2)]);
});

test("an organization that turned reminders off sends none", async () => {
  const { payout } = await waitingPayout({ reminderDays: [] });
  expect(await looking(daysBefore(8), expires)).toEqual([]);
  expect(await reread(payout)).toMatchObject({ reminderCount: 0, lastRemindedAt: null });
});

test("a worker that was down during several reminders sends one", async () => {
  const { payout } = await waitingPayout();
  expect(await looking(daysBefore(0, -7_200_000), expires)).toEqual([daysBefore(0, -7_200_000)]);
  expect(await remindersOf(payout)).toHaveLength(1);
});

test("a payout that lives seven days gets no reminder at its creation, only later ones", async () => {
  await waitingPayout({}, { createdAt: daysBefore(7) });
  expect(await looking(daysBefore(7), expires)).toEqual([daysBefore(3), daysBefore(1)]);
});

test("a payout whose expiry was extended gets reminders again before the new one", async () => {
  const organization = await createOrganization();
  const { actor } = await createUser(organization);
  const now = Date.now();
  const payout = await createPayout(organization, {
    createdAt: new Date(now - 20 * DAY_MS),
    expiresAt: new Date(now + DAY_MS / 2),
  });
  expect(await remind(new Date(now))).toBe(1);
  const later = new Date(now + 10 * DAY_MS);
  await extendExpiry(actor, payout.id, later);
  const remindedAt = await looking(new Date(now), later);
  expect(remindedAt).toHaveLength(3);
  expect(remindedAt[0]!.getTime()).toBeGreaterThanOrEqual(later.getTime() - 7 * DAY_MS);
  expect((await remindersOf(payout)).map(({ ordinal }) => ordinal)).toEqual([1, 2, 3, 4]);
});

test.each(["submitted", "completed", "failed_to_send", "failed_to_process", "canceled", "expired"] as const)(
  "a payout that is %s gets no reminder",
  async (status) => {
    const { payout } = await waitingPayout(
      {},
      status === "expired" ? { status, statusChangedAt: expires } : { status, statusChangedAt: daysBefore(9) },
    );
    expect(await looking(daysBefore(8), daysBefore(-1))).toEqual([]);
    expect(await remindersOf(payout)).toEqual([]);
  },
);

test("a payout past its expiry gets no reminder, whether swept or not", async () => {
  const { payout } = await waitingPayout();
  expect(await remind(expires)).toBe(0);
  await expireDuePayouts(expires, 10, "sweep");
  expect(await remind(expires)).toBe(0);
  expect(await remindersOf(payout)).toEqual([]);
});

test("a payout canceled at the same time gets its reminder before the cancel or not at all", async () => {
  const organization = await createOrganization();
  const { actor } = await createUser(organization);
  const made = [];
  for (let index = 0; index < 20; index++)
    made.push(
      await createPayout(organization, {
        createdAt: new Date(Date.now() - 20 * DAY_MS),
        expiresAt: new Date(Date.now() + DAY_MS / 2),
      }),
    );
  await Promise.all([
    ...made.map(({ id }) => cancelPayout(actor, id, "no longer owed")),
    ...Array.from({ length: 4 }, () => remind(new Date(), 7)),
  ]);
  for (const payout of made) {
    const after = await reread(payout);
    expect(after.status).toBe("canceled");
    expect(await remindersOf(payout)).toHaveLength(after.reminderCount);
  }
  expect(await remind(new Date())).toBe(0);
});

test("simultaneous workers share the work: each recipient gets one reminder, with one event", async () => {
  const made = [];
  for (const organization of [await createOrganization(), await createOrganization()]) {
    for (let index = 0; index < 20; index++)
      made.push(await createPayout(organization, { createdAt: created, expiresAt: expires }));
  }
  const counts = await Promise.all(Array.from({ length: 8 }, () => remind(daysBefore(3), 10)));
  let rest = 0;
  for (let more = await remind(daysBefore(3), 10); more > 0; more = await remind(daysBefore(3), 10)) rest += more;
  expect(counts.reduce((sum, count) => sum + count, rest)).toBe(40);
  for (const payout of made) {
    expect(await remindersOf(payout)).toHaveLength(1);
    expect(await remindedEvents(payout)).toHaveLength(1);
  }
});

test("a payout locked by another transaction is skipped, and gets its reminder from the next call", async () => {
  const { payout } = await waitingPayout();
  const free = await waitingPayout();
  await transaction(async (tx) => {
    await tx.select().from(payouts).where(eq(payouts.id, payout.id)).for("update");
    expect(await remind(daysBefore(3))).toBe(1);
  });
  expect(await remindersOf(free.payout)).toHaveLength(1);
  expect(await remind(daysBefore(3))).toBe(1);
  expect(await remindersOf(payout)).toHaveLength(1);
});
