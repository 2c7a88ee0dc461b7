import { expect, test } from "vitest";
import { db } from "@/db/client";
import { batchTotals } from "@/db/schema/payout_counts";
import { foldPayoutCounts } from "@/lib/payouts/counts/fold";
import { payoutCountDifferences, rebuildPayoutCounts } from "@/lib/payouts/counts/rebuild";
import { summarizePayouts } from "@/lib/payouts/counts/summarize";
import { cancelPayout } from "@/lib/payouts/mutations";
import { databaseNow } from "@/lib/time";
import { useDatabase } from "@/tests/support/database";
import { createBatch, createOrganization, createPayout, createUser } from "@/tests/support/factories";

useDatabase();

test("a batch's total stays the same while its payouts change, folded in part or whole", async () => {
  const organization = await createOrganization();
  const { actor } = await createUser(organization);
  const batch = await createBatch(organization);
  const ids: string[] = [];
  for (let index = 0; index < 4; index++) ids.push((await createPayout(organization, { batchId: batch.id })).id);
  const at = { now: await databaseNow(db), timeZone: "UTC" };
  const totals = async () => {
    const filters = { all: { batch: batch.id }, open: { batch: batch.id, group: "pending" as const } };
    const alone = await summarizePayouts(actor, { all: filters.all }, at);
    const together = await summarizePayouts(actor, filters, at);
    expect(together.all).toEqual(alone.all);
    return [alone.all.count, alone.all.money[0]?.amountMinor, together.open.count];
  };
  const money = 4n * 12_345n;
  expect(await totals()).toEqual([4, money, 4]);
  while ((await foldPayoutCounts(1_000)) > 0);
  await cancelPayout(actor, ids[0]!, "not needed");
  await cancelPayout(actor, ids[1]!, "not needed");
  expect(await totals()).toEqual([4, money, 2]);
  for (let folded = 1; folded > 0; folded = await foldPayoutCounts(1)) expect(await totals()).toEqual([4, money, 2]);
  expect(await payoutCountDifferences(organization.id)).toEqual([]);
});

test("the check names a batch's total that is wrong, and a rebuild puts it right", async () => {
  const organization = await createOrganization();
  const { actor } = await createUser(organization);
  const batch = await createBatch(organization);
  for (const status of ["completed", "pending"] as const)
    await createPayout(organization, { batchId: batch.id, status });
  while ((await foldPayoutCounts(1_000)) > 0);
  await db.update(batchTotals).set({ count: 7 });
  expect(await payoutCountDifferences(organization.id)).toMatchObject([
    { axis: "batch of any kind", grain: null, place: batch.id, status: null, replaced: null, kept: 7, counted: 2 },
  ]);
  const at = { now: await databaseNow(db), timeZone: "UTC" };
  const total = async () => (await summarizePayouts(actor, { all: { batch: batch.id } }, at)).all.count;
  expect(await total()).toBe(7);
  await rebuildPayoutCounts(organization.id);
  expect([await payoutCountDifferences(organization.id), await total()]).toEqual([[], 2]);
  while ((await foldPayoutCounts(1_000)) > 0);
  expect([await payoutCountDifferences(organization.id), await total()]).toEqual([[], 2]);
});
