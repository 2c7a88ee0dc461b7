import { expect, test } from "vitest";
import { Random } from "@/scripts/demo-data/random";
import { errorTotals } from "@/lib/batches/error-totals";
import { listBatches } from "@/lib/batches/queries";
import { unreachedPayouts } from "@/lib/batches/stopped-payouts";
import { dashboard, type Dashboard } from "@/lib/dashboard/queries";
import { errorsWindow, rowsPerTab, smallPrint, tabs, tiles } from "@/lib/dashboard/sections";
import { parseAmount } from "@/lib/money";
import { expireDuePayouts } from "@/lib/payouts/expiry";
import { parsePayoutFilter, payoutsHref, type PayoutFilter } from "@/lib/payouts/list/filter";
import { sortOf, sortTable, splitSort } from "@/lib/payouts/list/view";
import type { Payout } from "@/lib/payouts/queries";
import { paramsOf } from "@/tests/support/address";
import { orInSoak } from "@/tests/support/seed";
import { useDatabase } from "@/tests/support/database";
import { expectedIds, moneyOf } from "@/tests/support/dashboard-oracle";
import { createWorld, randomMoment, type World } from "@/tests/support/random-payouts";
import { payoutTabs, shownBy, type Shown } from "@/tests/support/dashboard-shown";
import { backwards, exported, forwards, placeOf } from "@/tests/support/walk-list";

useDatabase();

async function everySectionAgrees(world: World, random: Random) {
  const whole = await dashboard(world.actor, world.at, "expiring-soon");
  partsAddUp(whole);
  await queueAndBesideAreAll(world, whole);
  const shown = await shownBy(whole, world);
  expect(shown.length).toBe(
    1 +
      tiles.reduce((sum, tile) => sum + 1 + tile.breakdown.length, 0) +
      smallPrint.length +
      payoutTabs.reduce((sum, { parts }) => sum + 1 + parts.length, 0) +
      whole.chart.length +
      30,
  );
  const expected: Record<string, unknown> & ReturnType<typeof expectedIds> = expectedIds(world);
  await Promise.all(
    shown.map(async (section) => {
      const [, kind, day = ""] = /^(day|expiring) (.*)/.exec(section.name) ?? [];
      const ids = kind ? expected[kind === "day" ? "days" : "expiring"](day) : expected[section.name];
      expect({ section: section.name, count: section.count, ids: await idsOf(section, world, random) }).toEqual({
        section: section.name,
        count: (ids as string[]).length,
        ids,
      });
      if (section.money)
        expect(Object.fromEntries(section.money.map((sum) => [sum.currency, sum.amountMinor]))).toEqual(
          moneyOf(world.payouts, ids as string[]),
        );
    }),
  );
}

/** A queue, and what it leaves out, each as many as its link lists, are all that failed. */
async function queueAndBesideAreAll({ actor, at, payouts }: World, { actionCenter }: Dashboard) {
  const { count, beside } = actionCenter.figures["failed-needs-you"];
  const failed = payouts.filter(({ status, archivedAt }) => status!.startsWith("failed") && !archivedAt);
  expect(beside.reduce((sum, part) => sum + part.count, count)).toBe(failed.length);
  const total = async (href: string) => {
    const parsed = parsePayoutFilter(paramsOf(href));
    return parsed.ok && (await forwards({ actor, at, filter: parsed.value, size: 200 })).rows.length;
  };
  for (const part of beside) expect(await total(part.href), part.words).toBe(part.count);
}

/** The ids of a section's list, after checking that the list forward, backward and as a file is the same. */
async function idsOf({ name, filter, count, money }: Shown, { actor, at }: World, random: Random): Promise<string[]> {
  const parsed = parsePayoutFilter(paramsOf(payoutsHref(filter)));
  if (!parsed.ok) throw new Error(`the link of ${name} is refused`);
  const ask = { actor, at, filter: parsed.value, size: random.int(9, 40) };
  const { rows, totals } = await forwards(ask);
  for (const total of totals) {
    expect({ name, count: total.count, capped: total.capped }).toEqual({ name, count, capped: false });
    expect(Object.fromEntries(total.money!.map((sum) => [sum.currency, sum.amountMinor]))).toEqual(
      moneyOf(
        rows,
        rows.map(({ id }) => id),
      ),
    );
  }
  expectOrdered(rows, filter);
  const last = rows.length > 1 ? rows.at(-1) : undefined;
  if (last) expect([...(await backwards(ask, placeOf(orderValue(last, filter), last.id))).rows, last]).toEqual(rows);
  const file = await exported(actor, parsed.value, at);
  const ids = rows.map((row) => row.id).sort();
  expect(file.map((line) => line.id).sort()).toEqual(ids);
  if (money)
    expect(
      moneyOf(
        file.map((line) => ({ id: line.id!, currency: line.currency!, amountMinor: minorOf(line) })),
        ids,
      ),
    ).toEqual(moneyOf(rows, ids));
  return ids;
}

function minorOf({ amount = "", currency = "" }: Record<string, string>): bigint {
  const parsed = parseAmount(amount, currency);
  if ("problem" in parsed) throw new Error(`the file says ${amount} ${currency}`);
  return parsed.amountMinor;
}

const orderValue = (row: Payout, filter: PayoutFilter) => row[sortTable[splitSort(sortOf(filter, {})).key].column];

function expectOrdered(rows: Payout[], filter: PayoutFilter) {
  const sign = splitSort(sortOf(filter, {})).descending ? -1 : 1;
  const sorted = [...rows].sort(
    (a, b) => sign * (Number(orderValue(a, filter)) - Number(orderValue(b, filter)) || (a.id < b.id ? -1 : 1)),
  );
  expect(rows.map((row) => row.id)).toEqual(sorted.map((row) => row.id));
}

function partsAddUp({ summary, chart }: Dashboard) {
  const sum = (parts: readonly { count: number }[]) => parts.reduce((total, { count }) => total + count, 0);
  expect(sum(summary.tiles) + sum(summary.smallPrint)).toBe(summary.total);
  for (const tile of summary.tiles.filter(({ breakdown }) => breakdown.length > 0))
    expect(sum(tile.breakdown)).toBe(tile.count);
  expect(summary.tiles.find((tile) => tile.group === "failed")!.breakdown).toHaveLength(2);
  expect(chart.reduce((total, day) => total + day.total, 0)).toBe(summary.total);
  for (const day of chart) expect(Object.values(day.counts).reduce((a, b) => a + b)).toBe(day.total);
  for (const tile of summary.tiles)
    expect(chart.reduce((total, day) => total + day.counts[tile.group], 0)).toBe(tile.count);
}

async function tabsShowTheMostUrgent({ actor, at, ...world }: World) {
  for (const { key, viewAll } of payoutTabs.filter((tab) => tabs[tab.key].rows === "payouts")) {
    const { panel } = (await dashboard(actor, at, key)).actionCenter;
    const list = await forwards({ actor, at, filter: viewAll, size: 50 });
    expect("payouts" in panel && panel.payouts?.map((row) => row.id)).toEqual(
      list.rows.slice(0, rowsPerTab).map((row) => row.id),
    );
  }
  const { panel, figures } = (await dashboard(actor, at, "batches-with-errors")).actionCenter;
  const behind = await listBatches(actor, { filter: { errors: errorsWindow }, page: {} }, at);
  const { badBatches, unreached, failed } = expectedIds({ actor, at, ...world });
  expect(behind.rows.map((batch) => batch.id).sort()).toEqual(badBatches);
  expect([figures["batches-with-errors"].count, behind.total]).toEqual([badBatches.length, badBatches.length]);
  const shown = ("batches" in panel && panel.batches) || [];
  expect(shown.map((batch) => batch.id).sort()).toEqual(badBatches);
  for (const { id, unreachedCount, failedCount } of [...shown, ...behind.rows]) {
    const { rows } = await unreachedPayouts(actor, id, at);
    const failures = await forwards({ actor, at, filter: { batch: id, group: "failed" }, size: 50 });
    expect({
      id,
      counts: [unreachedCount, failedCount],
      unreached: rows.map(({ payoutId }) => payoutId).sort(),
      failed: failures.rows.map((row) => row.id).sort(),
    }).toEqual({
      id,
      counts: [unreached(id).length, failed(id).length],
      unreached: unreached(id),
      failed: failed(id),
    });
  }
  const { unreachedCount } = await errorTotals(actor, { errors: errorsWindow }, at);
  expect(unreachedCount).toBe(badBatches.flatMap(unreached).length);
}

/** The batches that await a decision, with what each of them keeps of its money. */
async function decisionsAgree(world: World) {
  const { actor, at } = world;
  const { panel, figures } = (await dashboard(actor, at, "awaiting-decision")).actionCenter;
  const { awaiting } = expectedIds(world);
  const tab = tabs["awaiting-decision"];
  const list = await listBatches(actor, { filter: tab.rows === "decisions" ? tab.batches : {}, page: {} }, at);
  const { count, money } = figures["awaiting-decision"];
  expect([count, list.total, list.rows.length]).toEqual([awaiting.length, awaiting.length, awaiting.length]);
  expect(list.rows.map(({ id }) => id).sort()).toEqual(awaiting.map(({ id }) => id).sort());
  expect("decisions" in panel && panel.decisions.map(({ id, since }) => ({ id, since }))).toEqual(
    awaiting.slice(0, rowsPerTab).map(({ id, validatedAt }) => ({ id, since: validatedAt })),
  );
  const kept = awaiting.flatMap(({ totals }) => totals);
  const sums: Record<string, bigint> = {};
  for (const one of kept) sums[one.currency] = (sums[one.currency] ?? 0n) + BigInt(one.amountMinor);
  expect(Object.fromEntries(money.map((sum) => [sum.currency, sum.amountMinor]))).toEqual(sums);
}

const everything = async (world: World) => {
  const { actor, at } = world;
  const shown = { ...(await dashboard(actor, at, "expiring-soon")), latestEventId: "of the sweep" };
  const named = await shownBy(shown, world);
  const asked = [{}, ...named.flatMap(({ name, filter }) => (/^(day|expiring) /.test(name) ? [] : [filter]))];
  return { shown, named, lists: await Promise.all(asked.map((filter) => forwards({ actor, at, filter, size: 200 }))) };
};

async function twoWorlds(seed: number) {
  const random = new Random(`dashboard ${seed}`);
  const at = randomMoment(random);
  return { random, at, worlds: [await createWorld(random, at), await createWorld(random, at)] };
}

const seeds = (count: number) => Array.from({ length: count }, (_, index) => index + 1);
test.each(seeds(orInSoak(3, 12)))(
  "every Dashboard number equals the records and money behind its link, in list and export (data set %i)",
  { timeout: 60_000 },
  async (seed) => {
    const { random, worlds } = await twoWorlds(seed);
    for (const world of worlds) await everySectionAgrees(world, random);
  },
);

test.each(seeds(orInSoak(2, 4)))(
  "each tab shows the first rows of the list behind its View All (data set %i)",
  async (seed) => {
    const { worlds } = await twoWorlds(seed);
    for (const world of worlds) {
      await tabsShowTheMostUrgent(world);
      await decisionsAgree(world);
    }
  },
);

test.each(seeds(orInSoak(1, 3)))(
  "an expiry counts before the sweep, which changes no number, list or row (data set %i)",
  async (seed) => {
    const { at, worlds } = await twoWorlds(seed);
    const before = await Promise.all(worlds.map(everything));
    const stored = worlds.flatMap((world) => world.payouts);
    const due = stored.filter((row) => row.status === "pending" && row.expiresAt <= at.now).length;
    expect(due).toBeGreaterThan(0);
    expect(await expireDuePayouts(at.now, 1_000, "sweep")).toBe(due);
    expect(await Promise.all(worlds.map(everything))).toEqual(before);
  },
);
