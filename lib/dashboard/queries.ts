import { transaction, type Tx } from "@/db/client";
import type { UserActor } from "@/lib/actor";
import { batchesWithErrors, type BatchWithErrors } from "@/lib/batches/error-totals";
import { countBatches } from "@/lib/batches/queries";
import { latestEmails, type LatestEmails } from "@/lib/emails/latest";
import type { PayoutFilter } from "@/lib/payouts/list/filter";
import { summarizePayouts, type PayoutTotals } from "@/lib/payouts/counts/summarize";
import { listPayouts, type Payout } from "@/lib/payouts/queries";
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
 */
export function dashboard(actor: UserActor, at: At, tab?: TabKey, currency?: string) {
  return transaction(
    async (tx) => {
      const spans = chartSpans(at);
      const figures = await summarizePayouts(actor, countedFilters, at, tx, {
        filter: summaryFilter,
        starts: spans.map(({ from }) => from),
      });
      return {
        summary: summary(figures, await tilesBefore(actor, at, tx)),
        chart: chartDays(spans, figures.days, currency),
        actionCenter: await actionCenter(actor, at, tab, figures, tx),
      };
    },
    { isolationLevel: "repeatable read", accessMode: "read only" },
  );
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
async function actionCenter(actor: UserActor, at: At, asked: TabKey | undefined, figures: Figures, tx: Tx) {
  const payoutCounts = byTab((key) => figures[key]!.count);
  const counts = { ...payoutCounts };
  for (const key of tabKeys) counts[key] = await countRows(tabs[key], payoutCounts[key], actor, at, tx);
  const isUrgent = async (key: TabKey) => {
    const tab = tabs[key];
    if (counts[key] === 0) return false;
    if (tab.rows === "payouts") return figures[`waiting ${key}`]!.count > 0;
    const [first] = await batchesWithErrors(actor, tab.errors, at, 1, tx);
    return first !== undefined && first.openCount > 0;
  };
  const open = asked ?? (await firstWhere(tabKeys, isUrgent)) ?? quietTab;
  return { counts, payoutCounts, panel: { tab: open, ...(await firstRows(tabs[open], actor, at, tx)) } };
}

async function firstWhere<T>(all: readonly T[], isSuch: (one: T) => Promise<boolean>): Promise<T | undefined> {
  for (const one of all) if (await isSuch(one)) return one;
  return undefined;
}

async function countRows(tab: Tab, payoutCount: number, actor: UserActor, at: At, tx: Tx): Promise<number> {
  switch (tab.rows) {
    case "batches":
      return countBatches(actor, { errors: tab.errors }, at, tx);
    case "payouts":
      return payoutCount;
  }
}

export type ActionCenterPayout = Payout & { emails: LatestEmails | null };
type TabRows =
  | { rows: "batches"; batches: BatchWithErrors[] }
  | (Pick<Extract<Tab, { rows: "payouts" }>, "rows" | "verb" | "note"> & { payouts: ActionCenterPayout[] });

async function firstRows(tab: Tab, actor: UserActor, at: At, tx: Tx): Promise<TabRows> {
  switch (tab.rows) {
    case "batches":
      return { rows: tab.rows, batches: await batchesWithErrors(actor, tab.errors, at, rowsPerTab, tx) };
    case "payouts": {
      const { rows } = await listPayouts(actor, { filter: tab.viewAll, page: {} }, at, rowsPerTab, tx);
      const emails = await latestEmails(actor, rows, tx);
      return {
        rows: tab.rows,
        verb: tab.verb,
        note: tab.note,
        payouts: rows.map((payout) => ({ ...payout, emails: emails.get(payout.id) ?? null })),
      };
    }
  }
}
