import { parse } from "csv-parse/sync";
import { beforeEach, expect, test } from "vitest";
import type { UserActor } from "@/lib/actor";
import type { PayoutFilter } from "@/lib/payouts/list/filter";
import { sortKeys } from "@/lib/payouts/list/view";
import { resultsCsv } from "@/lib/runs/csv";
import { runResults } from "@/lib/runs/queries";
import { useDatabase } from "@/tests/support/database";
import { createOrganization, createPayout, createUser, type Organization } from "@/tests/support/factories";
import { finishedRun, momentNow } from "@/tests/support/runs";
import { exported, forwards } from "@/tests/support/walk-list";

useDatabase();

const dayMs = 86_400_000;
const ago = (ms: number) => new Date(Date.now() - ms);

let organization: Organization;
let admin: UserActor;
beforeEach(async () => {
  organization = await createOrganization();
  admin = (await createUser(organization)).actor;
});

const sorted = (ids: readonly string[]) => [...ids].sort();

test("the number, the list and the export of what a run touched are what its results say is done", async () => {
  for (let index = 0; index < 7; index++)
    await createPayout(organization, { createdAt: ago(dayMs), currency: index % 2 ? "EUR" : "USD" });
  await createPayout(organization, { createdAt: ago(60_000) });
  await createPayout(organization, { status: "completed" });
  const run = await finishedRun(admin, "resend", { filter: {} });
  // Another run, and what happens to them later, change nothing.
  await finishedRun(admin, "cancel", { filter: { currency: "EUR" } });
  const done = (await runResults(admin, run, { result: "done" })).rows.map(({ payoutId }) => payoutId);
  expect(done).toHaveLength(7);
  const at = await momentNow(admin);
  for (const sort of sortKeys.filter((key) => key !== "amount")) {
    const { rows, totals } = await forwards({ actor: admin, at, filter: { run: run.id }, sort, size: 3 });
    expect(sorted(rows.map(({ id }) => id))).toEqual(sorted(done));
    expect(totals[0]).toMatchObject({ count: run.doneCount, capped: false });
  }
  const rows = await exported(admin, { run: run.id }, at);
  expect(sorted(rows.map(({ id }) => id!))).toEqual(sorted(done));
});

test("what a run touched can be narrowed by every other part of the filter", async () => {
  for (let index = 0; index < 4; index++)
    await createPayout(organization, { createdAt: ago(dayMs), currency: index ? "EUR" : "USD" });
  const run = await finishedRun(admin, "cancel", { filter: { currency: "EUR" } });
  const at = await momentNow(admin);
  const countOf = async (filter: PayoutFilter) =>
    (await forwards({ actor: admin, at, filter: { run: run.id, ...filter }, size: 2 })).rows.length;
  const expected: [PayoutFilter, number][] = [
    [{ currency: "EUR" }, 3],
    [{ currency: "USD" }, 0],
    [{ status: ["canceled"] }, 3],
    [{ group: "pending" }, 0],
    [{ created: "last-7d" }, 3],
    [{ currency: "EUR", amount_min: "1" }, 3],
    [{ currency: "EUR", amount_min: "5000" }, 0],
    [{ changed: "last-7d" }, 3],
    [{ replaced: "no" }, 3],
    [{ expires: "next-30d" }, 0],
    [{ q: "recipient" }, 3],
    [{ batch_errors: "last-7d" }, 0],
  ];
  for (const [filter, count] of expected) expect({ filter, count: await countOf(filter) }).toEqual({ filter, count });
});

test("another organization sees nothing of what a run touched", async () => {
  await createPayout(organization, { createdAt: ago(dayMs) });
  const run = await finishedRun(admin, "resend", { filter: {} });
  const stranger = (await createUser(await createOrganization())).actor;
  await createPayout(stranger, { createdAt: ago(dayMs) });
  const at = await momentNow(stranger);
  expect((await forwards({ actor: stranger, at, filter: { run: run.id }, size: 5 })).totals[0]).toMatchObject({
    count: 0,
  });
  expect((await runResults(stranger, run, {})).rows).toEqual([]);
});

test("the file of results has a row for each payout, with the new payout and no name of a recipient", async () => {
  const expired = await createPayout(organization, {
    createdAt: ago(40 * dayMs),
    expiresAt: ago(1_000),
    recipientName: "Ada Byron",
  });
  const completed = await createPayout(organization, { status: "completed" });
  const run = await finishedRun(admin, "reissue", { payoutIds: [expired.id, completed.id] });
  const text = await new Response(resultsCsv(admin, run, await momentNow(admin))).text();
  expect(text).not.toContain("Ada");
  expect(parse(text, { columns: true, bom: true })).toMatchObject([
    {
      position: "1",
      payout_id: expired.id,
      payout_reference: expired.reference,
      amount: "123.45",
      currency: "USD",
      result: "done",
      why: "",
      new_payout_reference: `${expired.reference}-R1`,
    },
    { position: "2", payout_id: completed.id, result: "skipped", why: expect.stringContaining("is completed now") },
  ]);
});

test("the results are read page by page, forwards and back, and by their kind", async () => {
  const [pending, completed] = [[] as string[], [] as string[]];
  for (let index = 0; index < 5; index++) {
    pending.push((await createPayout(organization, { createdAt: ago(dayMs) })).id);
    completed.push((await createPayout(organization, { status: "completed" })).id);
  }
  const run = await finishedRun(admin, "resend", {
    payoutIds: pending.flatMap((id, index) => [id, completed[index]!]),
  });
  for (const [result, ids] of [
    ["done", pending],
    ["skipped", completed],
  ] as const) {
    const first = await runResults(admin, run, { result }, 2);
    const second = await runResults(admin, run, { result, after: first.next! }, 2);
    const third = await runResults(admin, run, { result, after: second.next! }, 2);
    const back = await runResults(admin, run, { result, before: third.previous! }, 2);
    expect([...first.rows, ...second.rows, ...third.rows].map(({ payoutId }) => payoutId)).toEqual(ids);
    expect([first.previous, third.next]).toEqual([null, null]);
    expect(back).toEqual(second);
  }
});
