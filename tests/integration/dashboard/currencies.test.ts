import { expect, test } from "vitest";
import { Random } from "@/scripts/demo-data/random";
import { dashboard } from "@/lib/dashboard/queries";
import { summaryFilter } from "@/lib/dashboard/sections";
import type { PayoutFilter } from "@/lib/payouts/list/filter";
import { parsePayoutFilter, payoutsHref } from "@/lib/payouts/list/filter";
import { paramsOf } from "@/tests/support/address";
import { moneyOf } from "@/tests/support/dashboard-oracle";
import { useDatabase } from "@/tests/support/database";
import { createWorld, randomMoment, type World } from "@/tests/support/random-payouts";
import { orInSoak } from "@/tests/support/seed";
import { forwards } from "@/tests/support/walk-list";

useDatabase();

type Sum = { count: number; money: bigint };
const nothing: Sum = { count: 0, money: 0n };
const plus = (one: Sum, other: Sum): Sum => ({ count: one.count + other.count, money: one.money + other.money });

/** The records behind a link, and their money in one currency. */
async function behind({ actor, at }: World, filter: PayoutFilter, currency: string): Promise<Sum> {
  const parsed = parsePayoutFilter(paramsOf(payoutsHref(filter)));
  if (!parsed.ok) throw new Error("the link is refused");
  const { rows } = await forwards({ actor, at, filter: parsed.value, size: 50 });
  const ids = rows.map(({ id }) => id);
  const { [currency]: money = 0n, ...others } = moneyOf(rows, ids);
  expect(others).toEqual({});
  return { count: rows.length, money };
}

async function moneyAgrees(world: World) {
  const whole = await dashboard(world.actor, world.at);
  const { tiles, money } = whole.summary;
  expect(money.length).toBeGreaterThan(2);
  for (const tile of tiles)
    for (const { currency, count, amountMinor } of tile.money)
      expect(await behind(world, { ...tile.filter, currency }, currency)).toEqual({ count, money: amountMinor });
  for (const { currency, count, amountMinor } of money) {
    const { chart } = await dashboard(world.actor, world.at, undefined, currency);
    expect(chart.map(({ day }) => day)).toEqual(whole.chart.map(({ day }) => day));
    const days = chart.map(({ total, money }) => ({ count: total, money: money!.total }));
    expect(days.reduce(plus, nothing)).toEqual({ count, money: amountMinor });
    expect(await behind(world, { ...summaryFilter, currency }, currency)).toEqual({ count, money: amountMinor });
    for (const [index, day] of chart.entries()) {
      expect(Object.values(day.money!.parts).reduce((one, other) => one + other)).toBe(day.money!.total);
      expect(await behind(world, day.filter, currency)).toEqual(days[index]);
    }
    for (const tile of tiles) {
      const own = tile.money.find((sum) => sum.currency === currency);
      expect(chart.reduce((sum, day) => sum + day.money!.parts[tile.group], 0n)).toBe(own?.amountMinor ?? 0n);
    }
  }
}

test.each(Array.from({ length: orInSoak(2, 8) }, (_, seed) => seed))(
  "each currency of a tile, and each day of the chart in it, equals its list; the days add up to View All (data set %i)",
  { timeout: 60_000 },
  async (seed) => {
    const random = new Random(`currencies ${seed}`);
    const at = randomMoment(random);
    await moneyAgrees(await createWorld(random, at));
  },
);
