import { and, asc, eq } from "drizzle-orm";
import { expect, test } from "vitest";
import { db } from "@/db/client";
import { emails } from "@/db/schema/emails";
import { events } from "@/db/schema/events";
import { payouts } from "@/db/schema/payouts";
import { resendPayout } from "@/lib/payouts/mutations";
import { useDatabase } from "@/tests/support/database";
import { createOrganization, createPayout, createUser } from "@/tests/support/factories";
import { atOnce, refused, twentyAdmins } from "@/tests/support/twenty";

useDatabase();

const MINUTE_MS = 60_000;
const ago = (ms: number) => new Date(Date.now() - ms);
const reread = async (id: string) => (await db.select().from(payouts).where(eq(payouts.id, id)))[0]!;
const resent = (id: string) =>
  db
    .select()
    .from(events)
    .where(and(eq(events.payoutId, id), eq(events.name, "payout.resent")));
const emailsOf = (id: string) => db.select().from(emails).where(eq(emails.payoutId, id)).orderBy(asc(emails.ordinal));
const lastEmailedAgo = (id: string, ms: number) =>
  db
    .update(payouts)
    .set({ lastEmailedAt: ago(ms) })
    .where(eq(payouts.id, id));
const setUp = async (overrides: Parameters<typeof createPayout>[1] = {}) => {
  const organization = await createOrganization();
  const payout = await createPayout(organization, { createdAt: ago(60 * MINUTE_MS), ...overrides });
  return { organization, admin: (await createUser(organization)).actor, payout };
};

test("a resend queues the same link again, and does not change the status, its time, the expiry or the link", async () => {
  const { admin, payout } = await setUp();
  await resendPayout(admin, payout.id);
  const { resendCount, lastEmailedAt, ...rest } = await reread(payout.id);
  const { resendCount: _, lastEmailedAt: before, ...was } = payout;
  expect(rest).toEqual(was);
  expect(resendCount).toBe(1);
  expect(lastEmailedAt!.getTime()).toBeGreaterThan(before!.getTime());
  expect(await emailsOf(payout.id)).toMatchObject([
    { kind: "payout_resent", ordinal: 1, status: "queued", toEmail: payout.recipientEmail, queuedAt: lastEmailedAt },
  ]);
  expect(await resent(payout.id)).toMatchObject([
    { actorUserId: admin.userId, fromStatus: null, toStatus: null, occurredAt: lastEmailedAt },
  ]);
});

test("when twenty admins resend at once, one email is queued and nineteen are told when they may resend", async () => {
  const { organization, payout } = await setUp();
  const admins = await twentyAdmins(organization);
  const { done, refusals } = await atOnce(admins.map(({ actor }) => resendPayout(actor, payout.id)));
  expect(done).toHaveLength(1);
  expect(refusals.map(({ code }) => code)).toEqual(Array(19).fill("rate_limited"));
  for (const { message } of refusals)
    expect(message).toMatch(/less than 10 minutes old\. You can send it again after \d\d:\d\d:\d\d E[SD]T\./);
  expect(await emailsOf(payout.id)).toHaveLength(1);
  expect(await resent(payout.id)).toHaveLength(1);
  expect((await reread(payout.id)).resendCount).toBe(1);
});

test("a resend is refused until ten minutes after the last email", async () => {
  const { admin, payout } = await setUp();
  await lastEmailedAgo(payout.id, 10 * MINUTE_MS - 5_000);
  expect(await refused(resendPayout(admin, payout.id))).toMatchObject({
    code: "rate_limited",
    message: expect.stringContaining("less than 10 minutes old"),
  });
  expect(await emailsOf(payout.id)).toEqual([]);
  await lastEmailedAgo(payout.id, 10 * MINUTE_MS);
  expect(await refused(resendPayout(admin, payout.id))).toBeUndefined();
});

test("five resends each queue an email, and the sixth is refused with what to do instead", async () => {
  const { admin, payout } = await setUp();
  for (let time = 1; time <= 5; time++) {
    expect((await resendPayout(admin, payout.id)).resendCount).toBe(time);
    await lastEmailedAgo(payout.id, 11 * MINUTE_MS);
  }
  const refusal = await refused(resendPayout(admin, payout.id));
  expect(refusal).toMatchObject({
    code: "rate_limited",
    message: expect.stringContaining("5 times, which is the most"),
  });
  expect((await emailsOf(payout.id)).map(({ ordinal }) => ordinal)).toEqual([1, 2, 3, 4, 5]);
  expect(await resent(payout.id)).toHaveLength(5);
  expect((await reread(payout.id)).statusChangedAt).toEqual(payout.statusChangedAt);
});

test.each(["submitted", "completed", "failed_to_send", "failed_to_process", "expired", "canceled"] as const)(
  "a payout that is %s gets no resend, and the admin is told its status",
  async (status) => {
    const { admin, payout } = await setUp({ createdAt: ago(120 * MINUTE_MS), status });
    const words = status.replaceAll("_", " ");
    expect(await refused(resendPayout(admin, payout.id))).toMatchObject({
      code: "conflict",
      message: expect.stringContaining(`is ${words} now`),
    });
    expect(await reread(payout.id)).toEqual(payout);
    expect(await emailsOf(payout.id)).toEqual([]);
  },
);

test("a payout past its expiry gets no resend, even before the sweep", async () => {
  const { admin, payout } = await setUp({ expiresAt: ago(1) });
  expect(await refused(resendPayout(admin, payout.id))).toMatchObject({
    code: "conflict",
    message: expect.stringContaining("is expired now"),
  });
  expect(await emailsOf(payout.id)).toEqual([]);
});

test("an archived payout gets no resend, and the admin is told that a new one replaced it", async () => {
  const { admin, payout } = await setUp({ createdAt: ago(120 * MINUTE_MS), status: "expired", archivedAt: ago(1) });
  expect(await refused(resendPayout(admin, payout.id))).toMatchObject({
    code: "conflict",
    message: expect.stringContaining("has already been replaced by a new one"),
  });
  expect(await emailsOf(payout.id)).toEqual([]);
});

test("a viewer cannot resend, and for an admin of another organization the payout does not exist", async () => {
  const { organization, payout } = await setUp();
  const viewer = await createUser(organization, { role: "viewer" });
  expect(await refused(resendPayout(viewer.actor, payout.id))).toMatchObject({ code: "forbidden" });
  expect(await refused(resendPayout((await setUp()).admin, payout.id))).toMatchObject({ code: "not_found" });
  expect(await reread(payout.id)).toEqual(payout);
  expect(await emailsOf(payout.id)).toEqual([]);
});
