import { asc, eq, sql } from "drizzle-orm";
import { beforeEach, expect, test } from "vitest";
import { db } from "@/db/client";
import { emails } from "@/db/schema/emails";
import { events } from "@/db/schema/events";
import { payouts } from "@/db/schema/payouts";
import { runPayouts } from "@/db/schema/run_payouts";
import { runs } from "@/db/schema/runs";
import type { UserActor } from "@/lib/actor";
import { cancelPayout } from "@/lib/payouts/mutations";
import { getRun, listRuns, runResults } from "@/lib/runs/queries";
import { workOnDueRun } from "@/lib/runs/work";
import { createAttempt } from "@/tests/support/attempt-factory";
import { useDatabase } from "@/tests/support/database";
import { createOrganization, createPayout, createUser, type Organization } from "@/tests/support/factories";
import { holding, untilWaiting } from "@/tests/support/lock-waiters";
import { attemptsOf, payoutNow } from "@/tests/support/payments";
import { finishedRun, manyPayouts, startedRun, workOnRuns } from "@/tests/support/runs";

useDatabase();

const dayMs = 86_400_000;
const ago = (ms: number) => new Date(Date.now() - ms);
const yesterday = { createdAt: ago(dayMs) };

let organization: Organization;
let admin: UserActor;
beforeEach(async () => {
  organization = await createOrganization();
  admin = (await createUser(organization)).actor;
});

const resultsOf = async (id: string) => (await runResults(admin, { id }, {})).rows;
const eventsNamed = (name: string) =>
  db.select().from(events).where(eq(events.name, name)).orderBy(asc(events.occurredAt));
const all = { filter: {} };

test("a resend of many emails each recipient once, in the name of the admin who started it", async () => {
  const payout = await createPayout(organization, yesterday);
  const run = await finishedRun(admin, "resend", all);
  expect(run).toMatchObject({ status: "done", doneCount: 1, skippedCount: 0, failedCount: 0 });
  expect(await payoutNow(payout)).toMatchObject({ resendCount: 1, expiresAt: payout.expiresAt });
  expect(await eventsNamed("payout.resent")).toMatchObject([
    { payoutId: payout.id, actorType: "user", actorUserId: admin.userId, requestId: `run-${run.id}` },
  ]);
  expect(await db.select().from(emails)).toMatchObject([{ kind: "payout_resent", payoutId: payout.id }]);
});

test("a cancellation of many keeps the reason with each", async () => {
  const payout = await createPayout(organization);
  await finishedRun(admin, "cancel", all, { reason: "The claim was withdrawn" });
  expect(await payoutNow(payout)).toMatchObject({ status: "canceled" });
  expect(await eventsNamed("payout.canceled")).toMatchObject([{ reason: "The claim was withdrawn" }]);
});

test("an extension of many moves each expiry, and skips one that expires later already", async () => {
  const soon = await createPayout(organization, { expiresAt: new Date(Date.now() + dayMs) });
  const late = await createPayout(organization, { expiresAt: new Date(Date.now() + 200 * dayMs) });
  const expiresAt = new Date(Date.now() + 60 * dayMs);
  const run = await finishedRun(admin, "extend", { payoutIds: [soon.id, late.id] }, { expiresAt });
  expect(run).toMatchObject({ doneCount: 1, skippedCount: 1 });
  expect((await payoutNow(soon)).expiresAt).toEqual(expiresAt);
  expect((await payoutNow(late)).expiresAt).toEqual(late.expiresAt);
  expect(await resultsOf(run.id)).toMatchObject([
    { result: "done", why: null },
    { result: "skipped", why: expect.stringContaining("Choose a later day") },
  ]);
});

test("a run that replaces many names the new payout of each", async () => {
  const expired = await createPayout(organization, { createdAt: ago(40 * dayMs), expiresAt: ago(1_000) });
  const canceled = await createPayout(organization, { status: "canceled" });
  const held = await createPayout(organization, { status: "failed_to_send", failureCode: "sanctions_hold" });
  const run = await finishedRun(admin, "reissue", { payoutIds: [expired.id, canceled.id, held.id] });
  const [one, other, third] = await resultsOf(run.id);
  expect(third).toMatchObject({ result: "skipped", newPayoutId: null });
  for (const [row, old] of [
    [one!, expired],
    [other!, canceled],
  ] as const) {
    expect(row).toMatchObject({ result: "done", newReference: `${old.reference}-R1` });
    expect(await payoutNow({ id: row.newPayoutId! })).toMatchObject({ reissueOf: old.id, status: "pending" });
  }
});

test("a retry of many makes one attempt each, where the reason of the failure allows it", async () => {
  const failed = { status: "failed_to_send" } as const;
  const returned = await createPayout(organization, { ...failed, failureCode: "returned_by_bank" });
  const closed = await createPayout(organization, { ...failed, failureCode: "account_closed" });
  for (const payout of [returned, closed]) await createAttempt(payout);
  const run = await finishedRun(admin, "retry", { payoutIds: [returned.id, closed.id] });
  expect(await attemptsOf(returned)).toHaveLength(2);
  expect(await attemptsOf(closed)).toHaveLength(1);
  expect(await resultsOf(run.id)).toMatchObject([{ result: "done" }, { result: "skipped" }]);
});

test("each payout is judged when its turn comes, and what changed meanwhile is said in words", async () => {
  const [one, other] = [await createPayout(organization, yesterday), await createPayout(organization, yesterday)];
  const run = await startedRun(admin, "cancel", { payoutIds: [one.id, other.id] });
  await cancelPayout(admin, other.id, "By hand");
  await workOnRuns();
  expect(await resultsOf(run)).toMatchObject([
    { payoutId: one.id, result: "done" },
    { payoutId: other.id, result: "skipped", why: expect.stringContaining("this payout is canceled now") },
  ]);
  expect(await getRun(admin, run)).toMatchObject({ status: "done", doneCount: 1, skippedCount: 1 });
});

test("of a run and an admin who cancel one payout at the same instant, one does it and the other is told", async () => {
  const payout = await createPayout(organization, yesterday);
  const run = await startedRun(admin, "cancel", { payoutIds: [payout.id] });
  let working: Promise<number> = Promise.resolve(0);
  await holding(async (tx) => {
    await cancelPayout(admin, payout.id, "By hand", tx);
    working = workOnDueRun("worker-test");
    await untilWaiting();
  });
  await working;
  expect(await resultsOf(run)).toMatchObject([{ result: "skipped", why: expect.stringContaining("is canceled now") }]);
  expect(await eventsNamed("payout.canceled")).toMatchObject([{ reason: "By hand" }]);
});

test("two runs over one list act on each payout once, and both say what became of it", async () => {
  await manyPayouts(organization.id, 60);
  const other = (await createUser(organization)).actor;
  const ids = await Promise.all([admin, other].map((actor) => startedRun(actor, "resend", all)));
  await Promise.all([workOnRuns(), workOnRuns()]);
  const [first, second] = await Promise.all(ids.map((id) => getRun(admin, id)));
  expect(first!.doneCount + second!.doneCount).toBe(60);
  expect(first!.skippedCount + second!.skippedCount).toBe(60);
  expect(await db.$count(events, eq(events.name, "payout.resent"))).toBe(60);
  expect(await db.$count(payouts, eq(payouts.resendCount, 1))).toBe(60);
  const skipped = await db.select().from(runPayouts).where(eq(runPayouts.result, "skipped"));
  for (const { why } of skipped) expect(why).toContain("The last email is less than 10 minutes old.");
});

test("a run tells of its start and its end, with its counts", async () => {
  const payout = await createPayout(organization, yesterday);
  await createPayout(organization, { status: "completed" });
  const run = await finishedRun(admin, "cancel", all, { reason: "Twice" });
  expect(await eventsNamed("run.started")).toMatchObject([
    { actorUserId: admin.userId, reason: "Twice", data: { run: run.id, action: "cancel", payouts: 2 } },
  ]);
  expect(await eventsNamed("run.ended")).toMatchObject([
    { actorType: "system", data: { run: run.id, done: 1, skipped: 1, failed: 0, untouched: 0 } },
  ]);
  expect(await payoutNow(payout)).toMatchObject({ status: "canceled" });
});

test("a fault at one payout is tried again, and after some tries the run goes on without it", async () => {
  const [one, other] = [await createPayout(organization, yesterday), await createPayout(organization, yesterday)];
  const id = await startedRun(admin, "resend", { payoutIds: [one.id, other.id] });
  await db.execute(
    sql`alter table emails add constraint broken check (payout_id <> ${sql.raw(`'${one.id}'`)}) not valid`,
  );
  try {
    for (let tries = 1; tries < 6; tries++) {
      await expect(workOnDueRun("worker-test")).rejects.toThrow();
      expect(await getRun(admin, id)).toMatchObject({ status: "running", doneCount: 0, failedCount: 0 });
      await db.update(runs).set({ nextAttemptAt: ago(1_000) });
    }
    await workOnRuns();
  } finally {
    await db.execute(sql`alter table emails drop constraint broken`);
  }
  expect(await resultsOf(id)).toMatchObject([
    { result: "failed", why: expect.stringContaining("worker-test") },
    { result: "done" },
  ]);
  expect(await payoutNow(one)).toMatchObject({ resendCount: 0 });
});

test("a long run of one organization does not keep another's waiting", async () => {
  await manyPayouts(organization.id, 130);
  const long = await startedRun(admin, "resend", all);
  const other = await createOrganization();
  const another = (await createUser(other)).actor;
  await createPayout(other, yesterday);
  const short = await startedRun(another, "resend", all);
  await workOnDueRun("worker-test");
  await workOnDueRun("worker-test");
  expect(await getRun(another, short)).toMatchObject({ status: "done" });
  expect(await getRun(admin, long)).toMatchObject({ status: "running" });
});

test("the list of runs has those that were started, the latest first, and no one else's", async () => {
  const payout = await createPayout(organization, yesterday);
  const ids = [];
  for (let index = 0; index < 3; index++) ids.push(await startedRun(admin, "extend", { payoutIds: [payout.id] }));
  const { rows, next } = await listRuns(admin, {}, 2);
  expect(rows.map(({ id }) => id)).toEqual([ids[2], ids[1]]);
  expect((await listRuns(admin, { after: next! }, 2)).rows.map(({ id }) => id)).toEqual([ids[0]]);
  const stranger = (await createUser(await createOrganization())).actor;
  expect((await listRuns(stranger, {})).rows).toEqual([]);
});
