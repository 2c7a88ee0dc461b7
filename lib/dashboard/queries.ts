import type { Route } from "next";
import { readFor, type Executor } from "@/db/client";
import type { UserActor } from "@/lib/actor";
import { awaitedDecisions, decisionTotals, type AwaitedDecision } from "@/lib/batches/awaiting";
import { batchesWithErrors, type BatchWithErrors } from "@/lib/batches/error-totals";
import { batchesHref, type BatchFilter } from "@/lib/batches/filter";
import { batchesBeside } from "@/lib/batches/queries";
import { latestEmails, type LatestEmails } from "@/lib/emails/latest";
import { wholeOf } from "@/lib/follow-up/filter";
import { payoutsHref, type PayoutFilter } from "@/lib/payouts/list/filter";
import { payoutsBeside, withoutBeside } from "@/lib/payouts/list/left-out";
import { summarizePayouts, type PayoutTotals } from "@/lib/payouts/counts/summarize";
import { payoutRows, type Payout } from "@/lib/payouts/queries";
import type { PayoutGroup } from "@/lib/payouts/status";
import type { At } from "@/lib/moment";
import type { MoneyTotal } from "@/lib/money-totals";
import { chartDays, chartSpans } from "./chart";
import { forecastDays, forecastFilter, forecastSpans } from "./forecast";
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
    const ahead = forecastSpans(at);
    const startsOf = (days: readonly { from: Date }[]) => days.map(({ from }) => from);
    const figures = await summarizePayouts(actor, countedFilters, at, on, {
      chart: { filter: summaryFilter, starts: startsOf(spans) },
      forecast: { filter: forecastFilter(ahead), starts: startsOf(ahead) },
    });
    return {
      asOf: asOf ?? at.now,
      summary: summary(figures, await tilesBefore(actor, at, on)),
      chart: chartDays(spans, figures.days.chart, currency),
      forecast: forecastDays(ahead, figures.days.forecast),
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
  ...tabKeys.flatMap((key): [string, PayoutFilter][] => {
    const tab = tabs[key];
    if (tab.rows === "decisions") return [];
    // Of a queue the whole: what it leaves out is read apart, so that this statement reads kept counts alone.
    const own: [string, PayoutFilter] = [key, wholeOf(tab.viewAll) ?? tab.viewAll];
    if (tab.rows === "batches") return [own];
    const parts = (tab.parts ?? []).map((part): [string, PayoutFilter] => [`${key} ${part.label}`, part.filter]);
    return [own, [`waiting ${key}`, wholeOf(tab.waiting) ?? tab.waiting], ...parts];
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

/** What a tab has: its rows, whether some wait for somebody, and the payouts of its list with their money. */
type TabFigures = {
  count: number;
  waiting: boolean;
  payoutCount: number;
  money: MoneyTotal[];
  parts: TabPart[];
  /** What a queue leaves out. */
  beside: BesideList[];
};
type TabPart = { label: string; meaning: string; filter: PayoutFilter; count: number };
type BesideList = { words: string; count: number; href: Route };

async function actionCenter(actor: UserActor, at: At, asked: TabKey | undefined, figures: Figures, on: Executor) {
  const batches = new Map<TabKey, BatchWithErrors[]>();
  const all = new Map<TabKey, TabFigures>();
  for (const key of tabKeys) {
    const tab = tabs[key];
    if (tab.rows === "decisions") {
      const { count, money } = await decisionTotals(actor, tab.batches, at, on);
      const beside = await decisionsBeside(actor, tab.batches, at, on);
      all.set(key, { count, waiting: count > 0, payoutCount: 0, money, parts: [], beside });
      continue;
    }
    const { count: payoutCount, money } = figures[key]!;
    if (tab.rows === "batches") {
      const { rows, total } = await batchesWithErrors(actor, tab.errors, at, rowsPerTab, on);
      batches.set(key, rows);
      all.set(key, { count: total, waiting: (rows[0]?.openCount ?? 0) > 0, payoutCount, money, parts: [], beside: [] });
      continue;
    }
    const parts = (tab.parts ?? []).map((part) => ({ ...part, count: figures[`${key} ${part.label}`]!.count }));
    const whole = wholeOf(tab.viewAll);
    if (whole) {
      all.set(key, { ...(await queueFigures(actor, whole, figures[key]!, at, on)), parts });
      continue;
    }
    const waiting = figures[`waiting ${key}`]!.count > 0;
    all.set(key, { count: payoutCount, waiting, payoutCount, money, parts, beside: [] });
  }
  const open = asked ?? tabKeys.find((key) => all.get(key)!.waiting) ?? quietTab;
  const panel = await firstRows(tabs[open], batches.get(open) ?? [], actor, at, on);
  return { figures: byTab((key) => all.get(key)!), panel: { tab: open, ...panel } };
}

/** A queue of payouts: its whole, counted already, without what stands beside it. */
async function queueFigures(actor: UserActor, whole: PayoutFilter, counted: PayoutTotals, at: At, on: Executor) {
  const beside = await payoutsBeside(actor, whole, at, on);
  const { count, money } = withoutBeside(counted.money, beside);
  const lists = beside.map(({ words, filter, count }) => ({ words, count, href: payoutsHref(filter) }));
  return { count, waiting: count > 0, payoutCount: count, money, beside: lists };
}

async function decisionsBeside(actor: UserActor, filter: BatchFilter, at: At, on: Executor): Promise<BesideList[]> {
  const whole = wholeOf(filter);
  const beside = whole ? await batchesBeside(actor, whole, at, on) : [];
  return beside.map(({ words, filter, count }) => ({ words, count, href: batchesHref(filter) }));
}

export type ActionCenterPayout = Payout & { emails: LatestEmails | null };
type TabRows =
  | { rows: "decisions"; decisions: AwaitedDecision[] }
  | { rows: "batches"; batches: BatchWithErrors[] }
  | (Pick<Extract<Tab, { rows: "payouts" }>, "rows" | "viewAll" | "verb" | "note" | "forecast"> & {
      payouts: ActionCenterPayout[];
    });

async function firstRows(
  tab: Tab,
  batches: BatchWithErrors[],
  actor: UserActor,
  at: At,
  on: Executor,
): Promise<TabRows> {
  switch (tab.rows) {
    case "decisions":
      return { rows: tab.rows, decisions: await awaitedDecisions(actor, tab.batches, at, rowsPerTab, on) };
    case "batches":
      return { rows: tab.rows, batches };
    case "payouts": {
      const { viewAll, verb, note, forecast } = tab;
      const { rows } = await payoutRows(actor, { filter: viewAll, page: {} }, at, rowsPerTab, on);
      // What failed is past its emails.
      const emails = await latestEmails(actor, verb === "Failed" ? [] : rows, on);
      return {
        rows: tab.rows,
        viewAll,
        verb,
        note,
        forecast,
        payouts: rows.map((payout) => ({ ...payout, emails: emails.get(payout.id) ?? null })),
      };
    }
  }
}
