import { eq } from "drizzle-orm";
import { beforeEach, expect, test } from "vitest";
import { db } from "@/db/client";
import { runPayouts } from "@/db/schema/run_payouts";
import { runs } from "@/db/schema/runs";
import type { UserActor } from "@/lib/actor";
import { listPayouts } from "@/lib/payouts/queries";
import type { PayoutFilter } from "@/lib/payouts/list/filter";
import { prepareRun, startRun } from "@/lib/runs/mutations";
import { previewOf } from "@/lib/runs/preview";
import { getRun } from "@/lib/runs/queries";
import { mostInRun } from "@/lib/runs/table";
import { workOnDueRun } from "@/lib/runs/work";
import { dayOf, endOfDay } from "@/lib/time";
import { useDatabase } from "@/tests/support/database";
import {
  createBatch,
  createOrganization,
  createPayout,
  createUser,
  type Organization,
} from "@/tests/support/factories";
import { manyPayouts, momentNow, workOnRuns } from "@/tests/support/runs";
import { statementsOf } from "@/tests/support/statements";
import { refused } from "@/tests/support/twenty";

useDatabase();

const dayMs = 86_400_000;
const ago = (ms: number) => new Date(Date.now() - ms);

let organization: Organization;
let admin: UserActor;
beforeEach(async () => {
  organization = await createOrganization();
  admin = (await createUser(organization)).actor;
});

const prepare = async (
  action: Parameters<typeof prepareRun>[1],
  choice: Parameters<typeof prepareRun>[2],
  by = admin,
) => prepareRun(by, action, choice, await momentNow(by));
const idsOf = async (run: string) =>
  (
    await db
      .select({ id: runPayouts.payoutId })
      .from(runPayouts)
      .where(eq(runPayouts.runId, run))
      .orderBy(runPayouts.position)
  ).map(({ id }) => id);

test("a run over a list has its payouts in its order, and none that matches later", async () => {
  const batch = await createBatch(organization);
  for (let index = 0; index < 5; index++) {
    const stands =
      index % 2
        ? ({ status: "failed_to_send" } as const)
        : { expiresAt: ago(index * dayMs + 1_000), createdAt: ago(40 * dayMs) };
    await createPayout(organization, { ...stands, batchId: index < 3 ? batch.id : null });
  }
  await createPayout(organization);
  const filters: PayoutFilter[] = [
    {},
    { status: ["failed_to_send"] },
    { status: ["expired", "failed_to_send"] },
    { group: "pending" },
    { batch: batch.id },
    { created: "last-60d" },
    { changed: "last-30d" },
    { currency: "USD", amount_min: "1" },
    { q: "recipient" },
    { expired: "last-30d" },
  ];
  for (const filter of filters) {
    const at = await momentNow(admin);
    const { rows } = await listPayouts(admin, { filter, page: {} }, at);
    const run = await prepareRun(admin, "reissue", { filter }, at);
    expect({ filter, ids: await idsOf(run) }).toEqual({ filter, ids: rows.map(({ id }) => id) });
    expect(rows.length).toBeGreaterThan(0);
  }
  const run = await prepare("reissue", { filter: {} });
  await createPayout(organization);
  expect((await getRun(admin, run)).payoutCount).toBe(6);
  expect(await idsOf(run)).toHaveLength(6);
});

test("the payouts of a run are kept by one statement, however many they are", async () => {
  for (let index = 0; index < 3; index++) await createPayout(organization);
  const at = await momentNow(admin);
  const writes = (await statementsOf(() => prepareRun(admin, "cancel", { filter: {} }, at))).filter((text) =>
    text.includes("insert into"),
  );
  expect(writes).toHaveLength(1);
});

test("chosen payouts stay in their order, each once; one of another organization refuses them all", async () => {
  const [one, other] = [await createPayout(organization), await createPayout(organization)];
  const run = await prepare("resend", { payoutIds: [other.id, one.id, other.id] });
  expect(await idsOf(run)).toEqual([other.id, one.id]);
  const foreign = await createPayout(await createOrganization());
  for (const payoutIds of [[foreign.id], [one.id, foreign.id]])
    expect(await refused(prepare("resend", { payoutIds }))).toMatchObject({ code: "not_found" });
  expect(await refused(prepare("resend", { payoutIds: [] }))).toMatchObject({ code: "invalid" });
  expect(await refused(prepare("resend", { filter: { status: ["completed"] } }))).toMatchObject({ code: "invalid" });
  expect(await db.$count(runs)).toBe(1);
});

test("a viewer prepares and starts nothing, and another organization's run is not found", async () => {
  const payout = await createPayout(organization);
  const viewer = (await createUser(organization, { role: "viewer" })).actor;
  expect(await refused(prepare("resend", { payoutIds: [payout.id] }, viewer))).toMatchObject({ code: "forbidden" });
  const run = await prepare("resend", { payoutIds: [payout.id] });
  expect(await refused(startRun(viewer, run, { acts: 1 }))).toMatchObject({ code: "forbidden" });
  const stranger = (await createUser(await createOrganization())).actor;
  for (const id of [run, "0190a0b0-0000-7000-8000-000000000000", "1"]) {
    expect(await refused(getRun(stranger, id))).toMatchObject({ code: "not_found" });
    expect(await refused(startRun(stranger, id, { acts: 1 }))).toMatchObject({ code: "not_found" });
  }
  expect(await getRun(viewer, run)).toMatchObject({ status: "draft" });
});

test("the preview says on how many it acts, their money, and why it skips the others", async () => {
  const old = { createdAt: ago(dayMs) };
  await createPayout(organization, { ...old, amountMinor: 100n });
  await createPayout(organization, { ...old, amountMinor: 250n, currency: "EUR" });
  await createPayout(organization, { ...old, amountMinor: 100n });
  const fresh = await createPayout(organization, { lastEmailedAt: ago(60_000) });
  await createPayout(organization, { ...old, resendCount: 5 });
  await createPayout(organization, { createdAt: ago(40 * dayMs), expiresAt: ago(1_000) });
  await createPayout(organization, { status: "completed" });
  await createPayout(organization, { status: "completed" });
  const run = await getRun(admin, await prepare("resend", { filter: {} }));
  const preview = await previewOf(admin, run, await momentNow(admin));
  expect(preview).toMatchObject({
    acts: 3,
    money: [
      { currency: "USD", amountMinor: 200n, count: 2 },
      { currency: "EUR", amountMinor: 250n, count: 1 },
    ],
  });
  expect(Object.fromEntries(preview.skips.map(({ why, count }) => [why, count]))).toEqual({
    "Is completed now.": 2,
    "Is expired now.": 1,
    "Emailed less than 10 minutes ago.": 1,
    "The email has been sent again 5 times, which is the most.": 1,
  });
  expect(preview.skips.find(({ why }) => why.startsWith("Emailed"))!.first).toMatchObject([{ id: fresh.id }]);
});

test("the preview judges retries and new payouts by the reason of the failure", async () => {
  for (const failureCode of ["returned_by_bank", "account_closed", "sanctions_hold"])
    await createPayout(organization, { status: "failed_to_send", failureCode });
  const previewed = async (action: "retry" | "reissue") =>
    previewOf(admin, await getRun(admin, await prepare(action, { filter: {} })), await momentNow(admin));
  expect(await previewed("retry")).toMatchObject({ acts: 1, skips: [{ count: 1 }, { count: 1 }] });
  expect(await previewed("reissue")).toMatchObject({ acts: 2, skips: [{ count: 1 }] });
});

test("the preview of an extension says from which day on it extends how many", async () => {
  const { timeZone } = await momentNow(admin);
  const day = dayOf(new Date(Date.now() + 10 * dayMs), timeZone);
  const end = new Date(endOfDay(day, timeZone).getTime() - 1);
  const next = dayOf(new Date(end.getTime() + 1), timeZone);
  // Within the day, at its last millisecond, and the day after.
  for (const expiresAt of [new Date(end.getTime() - 1), end, new Date(end.getTime() + 1)])
    await createPayout(organization, { expiresAt });
  await createPayout(organization, { status: "completed" });
  const run = await getRun(admin, await prepare("extend", { filter: {} }));
  const { laterFrom } = await previewOf(admin, run, await momentNow(admin));
  expect(laterFrom).toEqual([
    { day, count: 1 },
    { day: next, count: 2 },
  ]);
  // What the run then does is what was said.
  await startRun(admin, run.id, { acts: 3, expiresAt: end });
  await workOnRuns();
  expect(await getRun(admin, run.id)).toMatchObject({ doneCount: 1 });
});

test("a run starts once, however often and by however many it is confirmed", async () => {
  const payout = await createPayout(organization, { createdAt: ago(dayMs) });
  const other = (await createUser(organization)).actor;
  const run = await prepare("resend", { payoutIds: [payout.id] });
  const starts = await Promise.all([admin, other, admin, other].map((by) => startRun(by, run, { acts: 1 })));
  expect(starts.filter(Boolean)).toHaveLength(1);
  expect(await startRun(admin, run, { acts: 1 })).toBe(false);
});

test("what an action asks for must be given: a reason, a day, the number that cannot be taken back", async () => {
  const payout = await createPayout(organization);
  const cancel = await prepare("cancel", { payoutIds: [payout.id] });
  const field = async (starting: Promise<unknown>) => (await refused(starting))?.field;
  expect(await field(startRun(admin, cancel, { acts: 1, typed: "1" }))).toBe("reason");
  for (const typed of [undefined, "", "2", "1 1"])
    expect(await field(startRun(admin, cancel, { acts: 1, typed, reason: "Twice" }))).toBe("count");
  const extend = await prepare("extend", { payoutIds: [payout.id] });
  expect(await field(startRun(admin, extend, { acts: 1 }))).toBe("expires_at");
  const reissue = await prepare("reissue", { payoutIds: [payout.id] });
  expect(await field(startRun(admin, reissue, { acts: 1_234, typed: "1" }))).toBe("count");
  expect(await startRun(admin, reissue, { acts: 1_234, typed: "1,234" })).toBe(true);
});

test("a draft that nobody starts is deleted after a day; one that somebody starts is not", async () => {
  const payout = await createPayout(organization, { createdAt: ago(dayMs) });
  const [left, kept, started] = [
    await prepare("resend", { payoutIds: [payout.id] }),
    await prepare("resend", { payoutIds: [payout.id] }),
    await prepare("resend", { payoutIds: [payout.id] }),
  ];
  expect(await workOnDueRun("worker-test")).toBe(0);
  for (const id of [left, started])
    await db
      .update(runs)
      .set({ nextAttemptAt: ago(1_000) })
      .where(eq(runs.id, id));
  await startRun(admin, started, { acts: 1 });
  await workOnRuns();
  expect(await refused(getRun(admin, left))).toMatchObject({ code: "not_found" });
  expect(await idsOf(left)).toEqual([]);
  expect(await getRun(admin, kept)).toMatchObject({ status: "draft" });
  expect(await getRun(admin, started)).toMatchObject({ status: "done" });
});

test("more payouts than one run may have are refused, with how many match, and nothing is kept", {
  timeout: 120_000,
}, async () => {
  await manyPayouts(organization.id, mostInRun + 1);
  await expect(prepare("resend", { filter: {} })).rejects.toMatchObject({
    code: "invalid",
    message: expect.stringMatching(/100,000 .*100,001/) as string,
  });
  expect(await db.$count(runs)).toBe(0);
});
