import { expect, test } from "vitest";
import { db } from "@/db/client";
import { dashboard } from "@/lib/dashboard/queries";
import type { At } from "@/lib/moment";
import { foldPayoutCounts } from "@/lib/payouts/counts/fold";
import { databaseNow } from "@/lib/time";
import { Random } from "@/scripts/demo-data/random";
import { useDatabase } from "@/tests/support/database";
import { plainCounts } from "@/tests/support/plain-counts";
import { createWorld, type World } from "@/tests/support/random-payouts";

useDatabase();

/** Days with payouts, of the chart and of the forecast. */
async function expectDaysToAgree({ actor }: World, at: At, currency?: string): Promise<number[]> {
  const { chart, actionCenter } = await dashboard(actor, at, "expiring-soon", currency);
  const forecast = ("forecast" in actionCenter.panel && actionCenter.panel.forecast) || [];
  for (const day of chart) {
    const counts = Object.values(await plainCounts(actor, day.filter, at));
    expect([day.day, day.total]).toEqual([day.day, counts.reduce((sum, [count]) => sum + count, 0)]);
    if (day.money) expect(day.money.total).toBe(counts.reduce((sum, [, money]) => sum + money, 0n));
    for (const [group, count] of Object.entries(day.counts)) {
      if (group === "other") continue;
      const ofGroup = await plainCounts(actor, { ...day.filter, group: group as never }, at);
      expect(count).toBe(Object.values(ofGroup).reduce((sum, [one]) => sum + one, 0));
    }
  }
  for (const day of forecast) {
    const money = Object.fromEntries(day.money.map((one) => [one.currency, [one.count, one.amountMinor]]));
    expect([day.day, money]).toEqual([day.day, await plainCounts(actor, day.filter, at)]);
  }
  return [chart.filter(({ total }) => total > 0).length, forecast.filter(({ count }) => count > 0).length];
}

// Days that begin at an hour, and at half past one.
test.each(["America/New_York", "Asia/Kolkata"])(
  "each day of the chart and of the forecast has the payouts of its list, folded or not, also in another zone (%s)",
  async (timeZone) => {
    const at = { now: await databaseNow(db), timeZone };
    const world = await createWorld(new Random(`days ${timeZone}`), at);
    const agree = async () => {
      expect(Math.min(...(await expectDaysToAgree(world, at)))).toBeGreaterThan(2);
      await expectDaysToAgree(world, at, "USD");
      // As while the zone is being changed.
      await expectDaysToAgree(world, { ...at, timeZone: "Asia/Kathmandu" });
    };
    await agree();
    expect(await foldPayoutCounts(20)).toBeGreaterThan(0);
    await agree();
    while ((await foldPayoutCounts(1_000)) > 0);
    await agree();
  },
);
