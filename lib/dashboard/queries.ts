import { readFor, type Executor } from "@/db/client";
import type { UserActor } from "@/lib/actor";
import { batchesWithErrors, type BatchWithErrors } from "@/lib/batches/error-totals";
import { latestEmails, type LatestEmails } from "@/lib/emails/latest";
import type { PayoutFilter } from "@/lib/payouts/list/filter";
import { summarizePayouts, type PayoutTotals } from "@/lib/payouts/counts/summarize";
import { payoutRows, type Payout } from "@/lib/payouts/queries";
import type { PayoutGroup } from "@/lib/payouts/status";
import type { At } from "@/lib/moment";
import { chartDays, chartSpans } from "./chart";
import {
  byTab,
  quietTab,
  rowsPerTab,
  smallPrint,
  summaryFilter,
  tabKeys,
  tabs,
  tiles,
  type Tab,
  type TabKey,
} from "./sections";
import { tilesBefore } from "./snapshots";

/**
 * Everything on the Dashboard from one snapshot of the database, so that its numbers add up: tiles and small print to
 * View All, breakdowns to their tile, the chart's days to View All.
 * @param tab the open tab; by default the first in which something waits for somebody
 * @param currency the one whose payouts and money the chart shows; without it the chart counts all payouts
 * `asOf` tells how old it is: with a replica it may be some seconds older than "now".
 * @param executor where the snapshot is taken; by default a transaction of its own
 */
export function dashboard(actor: UserActor, at: At, tab?: TabKey, currency?: string, executor?: Executor) {
  const read = async (on: Executor, asOf: Date | null) => {
    const spans = chartSpans(at);
    const days = { filter: summaryFilter, starts: spans.map(({ from }) => from) };
    const figures = await summarizePayouts(actor, countedFilters, at, on, days);
    return {
      asOf: asOf ?? at.now,
      summary: summary(figures, await tilesBefore(actor, at, on)),
      chart: chartDays(spans, figures.days, currency),
      actionCenter: await actionCenter(actor, at, tab, figures, on),
    };
  };
  return readFor(actor, read, { executor, oneSnapshot: true });
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
  ...tabKeys.map((key) => [key, tabs[key].viewAll]),
  ...tabKeys.flatMap((key) => {
    const tab = tabs[key];
    return tab.rows === "payouts" ? [[`waiting ${key}`, tab.waiting]] : [];
  }),
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

/** `counts`: the rows of each tab. `payoutCounts`: the payouts of the list behind it. */
async function actionCenter(actor: UserActor, at: At, asked: TabKey | undefined, figures: Figures, on: Executor) {
  const payoutCounts = byTab((key) => figures[key]!.count);
  const counts = { ...payoutCounts };
  const batches = new Map<TabKey, BatchWithErrors[]>();
  for (const key of tabKeys) {
    const tab = tabs[key];
    if (tab.rows !== "batches") continue;
    const { rows, total } = await batchesWithErrors(actor, tab.errors, at, rowsPerTab, on);
    counts[key] = total;
    batches.set(key, rows);
  }
  const isUrgent = (key: TabKey) => {
    const [first] = batches.get(key) ?? [];
    return first ? first.openCount > 0 : (figures[`waiting ${key}`]?.count ?? 0) > 0;
  };
  const open = asked ?? tabKeys.find(isUrgent) ?? quietTab;
  const panel = await firstRows(tabs[open], batches.get(open) ?? [], actor, at, on);
  return { counts, payoutCounts, panel: { tab: open, ...panel } };
}

export type ActionCenterPayout = Payout & { emails: LatestEmails | null };
type TabRows =
  | { rows: "batches"; batches: BatchWithErrors[] }
  | (Pick<Extract<Tab, { rows: "payouts" }>, "rows" | "verb" | "note"> & { payouts: ActionCenterPayout[] });

async function firstRows(
  tab: Tab,
  batches: BatchWithErrors[],
  actor: UserActor,
  at: At,
  on: Executor,
): Promise<TabRows> {
  switch (tab.rows) {
    case "batches":
      return { rows: tab.rows, batches };
    case "payouts": {
      const { rows } = await payoutRows(actor, { filter: tab.viewAll, page: {} }, at, rowsPerTab, on);
      const emails = await latestEmails(actor, rows, on);
      return {
        rows: tab.rows,
        verb: tab.verb,
        note: tab.note,
        payouts: rows.map((payout) => ({ ...payout, emails: emails.get(payout.id) ?? null })),
      };
    }
  }
}
