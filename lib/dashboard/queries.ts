import { readFor, type Executor } from "@/db/client";
import { ask, together } from "@/db/question";
import type { UserActor } from "@/lib/actor";
import { latestEvent } from "@/lib/events";
import { assignedToMe } from "@/lib/follow-up/queries";
import type { PayoutFilter } from "@/lib/payouts/list/filter";
import { payoutSummary, type PayoutTotals } from "@/lib/payouts/counts/summarize";
import type { PayoutGroup } from "@/lib/payouts/status";
import type { At } from "@/lib/moment";
import { askedOfTabs, countedOfTab, countedOfTabs, tabPanel } from "./action-center";
import { chartDays, chartSpans } from "./chart";
import { byTab, quietTab, smallPrint, summaryFilter, tabKeys, tabs, tiles, type TabKey } from "./sections";
import { tilesBefore } from "./snapshots";

/**
 * Everything on the Dashboard from one snapshot of the database, so that its numbers add up: tiles and small print to
 * View All, breakdowns to their tile, the chart's days to View All. What a tab shows only while it is open is read of the open one.
 * @param tab the open tab; by default the first in which something waits for somebody
 * @param currency the one whose payouts and money the chart shows; without it the chart counts all payouts
 * `asOf` tells how old it is: with a replica it may be some seconds older than "now".
 * @param executor where the snapshot is taken; by default a transaction of its own
 */
export function dashboard(actor: UserActor, at: At, tab?: TabKey, currency?: string, executor?: Executor) {
  const read = async (on: Executor, asOf: Date | null) => {
    const spans = chartSpans(at);
    const payouts = await ask(
      on,
      payoutSummary(actor, countedFilters, at, {
        chart: { filter: { ...summaryFilter, currency }, starts: spans.map(({ from }) => from), by: "group" },
      }),
    );
    const besideCounts = together({
      before: tilesBefore(actor, at),
      assigned: assignedToMe(actor),
      latestEventId: latestEvent(actor),
      tabs: askedOfTabs(actor, at),
    });
    const { before, tabs: told, ...others } = await ask(on, besideCounts);
    const ofTabs = byTab((key) => {
      const counted = countedOfTab(key, payouts.totals);
      return told[key]?.(counted) ?? counted;
    });
    const open = tab ?? tabKeys.find((key) => ofTabs[key].waiting) ?? quietTab;
    const panel = await tabPanel(tabs[open], actor, at, on);
    return {
      asOf: asOf ?? at.now,
      ...others,
      summary: summary(payouts.totals, before),
      chart: chartDays(spans, payouts.days.chart, currency),
      actionCenter: { figures: ofTabs, panel: { tab: open, ...panel } },
    };
  };
  return readFor(actor, read, { executor });
}

export type Dashboard = Awaited<ReturnType<typeof dashboard>>;
export type TileFigures = Dashboard["summary"]["tiles"][number];
type Figures = Record<string, PayoutTotals>;

/** Every number of payouts on the page, by name. */
const countedFilters: Record<string, PayoutFilter> = Object.fromEntries([
  ["all", summaryFilter],
  ...tiles.flatMap(({ group, filter, breakdown }) => [
    [group, filter],
    ...breakdown.map((part) => [`${group} ${part.label}`, part.filter]),
  ]),
  ...smallPrint.map((part) => [`also ${part.label}`, part.filter]),
  ...countedOfTabs,
]) as Record<string, PayoutFilter>;

function summary(figures: Figures, before: Record<PayoutGroup, number> | null) {
  return {
    total: figures.all!.count,
    money: figures.all!.money,
    tiles: tiles.map((tile) => ({
      ...tile,
      ...figures[tile.group]!,
      countBefore: before && before[tile.group],
      breakdown: tile.breakdown.map((part) => ({ ...part, count: figures[`${tile.group} ${part.label}`]!.count })),
    })),
    smallPrint: smallPrint.map((part) => ({ ...part, count: figures[`also ${part.label}`]!.count })),
  };
}
