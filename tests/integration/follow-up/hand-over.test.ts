import { and, eq, like } from "drizzle-orm";
import { describe, expect, test } from "vitest";
import { db } from "@/db/client";
import { batches } from "@/db/schema/batches";
import { events } from "@/db/schema/events";
import { payouts } from "@/db/schema/payouts";
import type { UserActor } from "@/lib/actor";
import { moveBatch } from "@/lib/batches/transition";
import { assign, markHandled, reopen, snooze } from "@/lib/follow-up/mutations";
import type { Subject } from "@/lib/follow-up/subject";
import { retryPayout } from "@/lib/payments/attempts";
import { expireDuePayouts } from "@/lib/payouts/expiry";
import { cancelPayout } from "@/lib/payouts/mutations";
import { getPayout } from "@/lib/payouts/queries";
import { reissuePayout } from "@/lib/payouts/reissue";
import { applyTransition } from "@/lib/payouts/transition";
import { systemActor } from "@/lib/actor";
import { createAttempt } from "@/tests/support/attempt-factory";
import { useDatabase } from "@/tests/support/database";
import {
  createBatch,
  createOrganization,
  createPayout,
  createUser,
  type Organization,
} from "@/tests/support/factories";
import { statementsOf } from "@/tests/support/statements";
import { atOnce, refused, twentyAdmins } from "@/tests/support/twenty";
import { transaction } from "@/db/client";

useDatabase();

const DAY_MS = 86_400_000;
const inDays = (days: number) => new Date(Date.now() + days * DAY_MS);

type Kind = Subject["kind"];
const kinds: Kind[] = ["payout", "batch"];

const make = {
  payout: (organization: Organization) => createPayout(organization, { status: "failed_to_send" }),
  batch: (organization: Organization) =>
    createBatch(organization, { status: "ready", createdCount: 0, processedAt: null }),
};

async function setUp(kind: Kind) {
  const organization = await createOrganization();
  const record = await make[kind](organization);
  const [admin, colleague] = [await createUser(organization), await createUser(organization, { role: "viewer" })];
  return { organization, record, subject: { kind, id: record.id }, admin: admin.actor, colleague };
}

async function stored({ kind, id }: Subject) {
  const table = kind === "payout" ? payouts : batches;
  const [row] = await db.select().from(table).where(eq(table.id, id));
  return row!;
}

/** What was recorded of it here, oldest first. */
async function told({ kind, id }: Subject) {
  const about = kind === "payout" ? events.payoutId : events.batchId;
  const found = await db
    .select()
    .from(events)
    .where(and(eq(about, id), eq(events.actorType, "user"), like(events.name, `${kind}.%`)));
  return found.sort((a, b) => (a.id < b.id ? -1 : 1));
}

/** Each step with the same good input, so that the tests below run over all of them. */
const steps: Record<string, (actor: UserActor, subject: Subject, colleagueId: string) => Promise<void>> = {
  assign: (actor, subject, colleagueId) => assign(actor, subject, colleagueId, null),
  snooze: (actor, subject) => snooze(actor, subject, new Date("2027-01-04T05:00:00.000Z"), null),
  markHandled: (actor, subject) => markHandled(actor, subject, "Called the bank"),
  reopen: (actor, subject) => reopen(actor, subject),
};

describe.each(kinds)("a %s", (kind) => {
  test("is assigned, snoozed, handled and reopened in one statement each, with one event each, and its status stays", async () => {
    const { admin, subject, colleague, record } = await setUp(kind);
    const until = inDays(3);
    for (const step of [
      () => assign(admin, subject, colleague.id, null),
      () => snooze(admin, subject, until, null),
      () => markHandled(admin, subject, "Called the bank"),
    ])
      expect(await statementsOf(step)).toHaveLength(1);
    expect(await stored(subject)).toEqual({
      ...record,
      assigneeId: colleague.id,
      snoozedUntil: until,
      handledAt: expect.any(Date),
      handledReason: "Called the bank",
    });
    await reopen(admin, subject);
    await snooze(admin, subject, null, until);
    await assign(admin, subject, null, colleague.id);
    expect(await stored(subject)).toEqual(record);
    expect(await told(subject)).toMatchObject([
      { name: `${kind}.assigned`, userId: colleague.id, data: { from: null, to: colleague.name } },
      { name: `${kind}.snoozed`, data: { until: until.toISOString() } },
      { name: `${kind}.handled`, reason: "Called the bank" },
      { name: `${kind}.reopened` },
      { name: `${kind}.snoozed`, data: { until: null } },
      { name: `${kind}.assigned`, userId: null, data: { from: colleague.name, to: null } },
    ]);
  });

  test.each(Object.keys(steps))("refuses a viewer and another organization's admin: %s", async (name) => {
    const { subject, colleague, record } = await setUp(kind);
    const stranger = (await createUser(await createOrganization())).actor;
    expect(await refused(steps[name]!(colleague.actor, subject, colleague.id))).toMatchObject({ code: "forbidden" });
    expect(await refused(steps[name]!(stranger, subject, stranger.userId))).toMatchObject({ code: "not_found" });
    expect(await refused(steps[name]!(stranger, { kind, id: "x" }, stranger.userId))).toMatchObject({
      code: "not_found",
    });
    expect(await stored(subject)).toEqual(record);
    expect(await told(subject)).toEqual([]);
  });

  test.each(["assign", "snooze", "markHandled"])("repeated with the same input adds nothing: %s", async (name) => {
    const { admin, subject, colleague } = await setUp(kind);
    await steps[name]!(admin, subject, colleague.id);
    const first = await stored(subject);
    await steps[name]!(admin, subject, colleague.id);
    expect(await stored(subject)).toEqual(first);
    expect(await told(subject)).toHaveLength(1);
  });

  test("of twenty admins who assign, snooze or handle it at once one wins, and the others are told", async () => {
    const { organization, admin, subject } = await setUp(kind);
    const admins = await twentyAdmins(organization);
    const each = (step: (actor: UserActor, index: number) => Promise<void>) =>
      atOnce(admins.map(({ actor }, index) => step(actor, index)));
    const races = [
      await each((actor) => assign(actor, subject, actor.userId, null)),
      await each((actor, index) => snooze(actor, subject, inDays(index + 1), null)),
      await each((actor, index) => markHandled(actor, subject, `Reason ${index}`)),
      await each((actor) => reopen(actor, subject)),
    ];
    for (const { done, refusals } of races) {
      expect(done).toHaveLength(1);
      for (const refusal of refusals)
        expect(refusal).toMatchObject({ code: "conflict", message: /^Nothing was changed: / });
    }
    expect(await told(subject)).toHaveLength(4);
    expect((await refused(assign(admin, subject, admin.userId, null)))?.message).toMatch(/assigned to User .* by now/);
  });

  test("goes only to somebody of the organization who can sign in", async () => {
    const { organization, admin, subject, record } = await setUp(kind);
    const former = await createUser(organization, { state: "deactivated" });
    const stranger = await createUser(await createOrganization());
    for (const to of [former.id, stranger.id, "nobody"])
      expect(await refused(assign(admin, subject, to, null))).toMatchObject({ code: "invalid", field: "assignee" });
    expect(await stored(subject)).toEqual(record);
  });

  test("is snoozed only until a later day, within a year", async () => {
    const { admin, subject, record } = await setUp(kind);
    for (const until of [inDays(-1), inDays(400)])
      expect(await refused(snooze(admin, subject, until, null))).toMatchObject({ code: "invalid", field: "day" });
    expect(await stored(subject)).toEqual(record);
  });
});

const putAside = async (admin: UserActor, subject: Subject) => {
  await assign(admin, subject, admin.userId, null);
  await snooze(admin, subject, inDays(3), null);
  await markHandled(admin, subject, "Called the bank");
};
const nothingPutAside = { snoozedUntil: null, handledAt: null, handledReason: null };

test("a payout that was handled as failed, was retried and failed again is put aside no more, and stays assigned", async () => {
  const organization = await createOrganization();
  const { actor: admin } = await createUser(organization);
  const payout = await createPayout(organization, { status: "failed_to_send", failureCode: "provider_unavailable" });
  await createAttempt(payout);
  const subject = { kind: "payout", id: payout.id } as const;
  await putAside(admin, subject);
  await retryPayout(admin, payout.id);
  expect(await stored(subject)).toMatchObject({ status: "submitted", assigneeId: admin.userId, ...nothingPutAside });
  await applyTransition(db, systemActor(organization.id, "worker"), payout.id, "fail", {
    failure: { code: "account_closed", detail: null },
  });
  expect(await stored(subject)).toMatchObject({
    status: "failed_to_send",
    assigneeId: admin.userId,
    ...nothingPutAside,
  });
});

test("a payout that is canceled, or replaced by a new one, is put aside no more, and cannot be again once replaced", async () => {
  const organization = await createOrganization();
  const { actor: admin } = await createUser(organization);
  const subject = { kind: "payout", id: (await createPayout(organization)).id } as const;
  await putAside(admin, subject);
  await cancelPayout(admin, subject.id, "Twice");
  expect(await stored(subject)).toMatchObject({ status: "canceled", ...nothingPutAside });
  await markHandled(admin, subject, "Told them");
  await reissuePayout(admin, subject.id);
  expect(await stored(subject)).toMatchObject({ archivedAt: expect.any(Date), ...nothingPutAside });
  for (const step of [() => snooze(admin, subject, inDays(1), null), () => markHandled(admin, subject, "Again")])
    expect(await refused(step())).toMatchObject({ code: "conflict", message: expect.stringContaining("replaced") });
});

test("what was put aside as pending comes back at the very moment of the expiry, swept or not", async () => {
  const organization = await createOrganization();
  const { actor: admin } = await createUser(organization);
  const expiresAt = inDays(1);
  const subject = { kind: "payout", id: (await createPayout(organization, { expiresAt })).id } as const;
  await putAside(admin, subject);
  const read = (now: Date) => getPayout(admin, subject.id, now);
  expect(await read(new Date(expiresAt.getTime() - 1))).toMatchObject({ handledReason: "Called the bank" });
  expect(await read(expiresAt)).toMatchObject({ status: "expired", assigneeId: admin.userId, ...nothingPutAside });
  await expireDuePayouts(expiresAt, 10, "sweep");
  expect(await stored(subject)).toMatchObject({ status: "expired", ...nothingPutAside });
});

test("a payout whose expiry has passed is put aside only once that is written down", async () => {
  const organization = await createOrganization();
  const { actor: admin } = await createUser(organization);
  const subject = { kind: "payout", id: (await createPayout(organization, { expiresAt: inDays(-1) })).id } as const;
  for (const step of [() => snooze(admin, subject, inDays(1), null), () => markHandled(admin, subject, "Too early")])
    expect(await refused(step())).toMatchObject({ code: "conflict", message: expect.stringContaining("expiring") });
  await assign(admin, subject, admin.userId, null);
  await expireDuePayouts(new Date(), 10, "sweep");
  await markHandled(admin, subject, "Now");
});

test("a batch that moves on is put aside no more, and one whose status stays is", async () => {
  const { admin, subject } = await setUp("batch");
  await putAside(admin, subject);
  await transaction((tx) =>
    moveBatch(tx, { actor: admin, id: subject.id }, "decide", { set: { mode: "valid_rows", decidedBy: admin.userId } }),
  );
  expect(await stored(subject)).toMatchObject({ status: "processing", assigneeId: admin.userId, ...nothingPutAside });
  const organization = await createOrganization();
  const { actor: other } = await createUser(organization);
  const partly = await createBatch(organization, { acceptedCount: 2, refusedCount: 2 });
  const kept = { kind: "batch", id: partly.id } as const;
  await putAside(other, kept);
  await transaction((tx) =>
    moveBatch(tx, { actor: other, id: partly.id }, "setRowsAside", { data: { rows: 1, lines: "2" } }),
  );
  expect(await stored(kept)).toMatchObject({ handledReason: "Called the bank" });
});
