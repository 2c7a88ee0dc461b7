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
export async function shownBy({ summary, chart }: Dashboard, world: World): Promise<Shown[]> {
  return [
    { name: "View All", filter: summaryFilter, count: summary.total },
    ...summary.tiles.flatMap((tile) => [
      { ...tile, name: tile.label },
      ...tile.breakdown.map((part) => ({ ...part, name: `${tile.label}: ${part.label}` })),
    ]),
    ...summary.smallPrint.map((part) => ({ ...part, name: `also ${part.label}` })),
    ...(await Promise.all(payoutTabs.map((tab) => shownByTab(tab, world)))).flat(),
    ...chart.map((day) => ({ name: `day ${day.day}`, filter: day.filter, count: day.total })),
  ];
}

async function shownByTab({ key, viewAll }: (typeof payoutTabs)[number], { actor, at }: World): Promise<Shown[]> {
  const { figures, panel } = (await dashboard(actor, at, key)).actionCenter;
  const name = `tab ${key}`;
  if (panel.rows === "decisions") return [];
  if (panel.rows === "batches") return [{ name, filter: viewAll, count: panel.payoutCount }];
  return [
    { name, filter: viewAll, count: figures[key].count, money: figures[key].money },
    ...panel.parts.map((part) => ({ name: `part ${part.label}`, filter: part.filter, count: part.count })),
    ...(panel.forecast ?? []).map((day) => ({ name: `expiring ${day.day}`, ...day })),
  ];
}
