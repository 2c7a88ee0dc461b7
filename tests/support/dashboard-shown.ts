import { expect } from "vitest";
import { dashboard, type Dashboard } from "@/lib/dashboard/queries";
import { summaryFilter, tabKeys, tabs } from "@/lib/dashboard/sections";
import type { PayoutFilter } from "@/lib/payouts/list/filter";
import type { World } from "@/tests/support/random-payouts";

export type Shown = {
  name: string;
  filter: PayoutFilter;
  count: number;
  money?: { currency: string; amountMinor: bigint }[];
};

/** The tabs that lead to payouts. */
export const payoutTabs = tabKeys.flatMap((key) => {
  const tab = tabs[key];
  return tab.rows === "decisions"
    ? []
    : [{ key, viewAll: tab.viewAll, parts: (tab.rows === "payouts" && tab.parts) || [] }];
});

/**
 * Each number of a Dashboard with its link, under the name that the test's own count has; those of a tab as it shows them
 * while it is open.
 */
export async function shownBy(
  { summary, chart, actionCenter: { figures } }: Dashboard,
  world: World,
): Promise<Shown[]> {
  return [
    { name: "View All", filter: summaryFilter, count: summary.total },
    ...summary.tiles.flatMap((tile) => [
      { ...tile, name: tile.label },
      ...tile.breakdown.map((part) => ({ ...part, name: `${tile.label}: ${part.label}` })),
    ]),
    ...summary.smallPrint.map((part) => ({ ...part, name: `also ${part.label}` })),
    ...(await Promise.all(payoutTabs.map((tab) => shownByTab(tab, figures, world)))).flat(),
    ...chart.map((day) => ({ name: `day ${day.day}`, filter: day.filter, count: day.total })),
  ];
}

/** @param inAll the figures of all tabs, which are the same whichever is open */
async function shownByTab(
  { key, viewAll }: (typeof payoutTabs)[number],
  inAll: Dashboard["actionCenter"]["figures"],
  { actor, at }: World,
): Promise<Shown[]> {
  const { figures, panel } = (await dashboard(actor, at, key)).actionCenter;
  expect(figures).toEqual(inAll);
  const name = `tab ${key}`;
  if (panel.rows === "decisions") return [];
  if (panel.rows === "batches") return [{ name, filter: viewAll, count: panel.payoutCount }];
  return [
    { name, filter: viewAll, count: figures[key].count, money: figures[key].money },
    ...panel.parts.map((part) => ({ name: `part ${part.label}`, filter: part.filter, count: part.count })),
    ...(panel.forecast ?? []).map((day) => ({ name: `expiring ${day.day}`, ...day })),
  ];
}
