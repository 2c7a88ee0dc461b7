import type { Route } from "next";
import { keepingPlans, readFor, type Executor } from "@/db/client";
import { answering, ask, together, type Question } from "@/db/question";
import type { UserActor } from "@/lib/actor";
import { awaitedDecisions, decisionTotals, type AwaitedDecision } from "@/lib/batches/awaiting";
import { batchesWithErrors, totalWithErrors, type BatchWithErrors } from "@/lib/batches/error-totals";
import { batchesHref } from "@/lib/batches/filter";
import { besideBatches } from "@/lib/batches/queries";
import { latestEmails, type LatestEmails } from "@/lib/emails/latest";
import { latestEvent } from "@/lib/events";
import { wholeOf } from "@/lib/follow-up/filter";
import { assignedToMe, assigneeNames } from "@/lib/follow-up/queries";
import { payoutsHref, type PayoutFilter } from "@/lib/payouts/list/filter";
import { besidePayouts, withoutBeside, type BesidePayouts } from "@/lib/payouts/list/left-out";
import { payoutSummary, type PayoutTotals } from "@/lib/payouts/counts/summarize";
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
    const payouts = await ask(
      on,
      payoutSummary(actor, countedFilters, at, {
        chart: { filter: { ...summaryFilter, currency }, starts: startsOf(spans), by: "group" },
        forecast: { filter: forecastFilter(ahead), starts: startsOf(ahead), by: "currency" },
      }),
    );
    const besideCounts = together({
      before: tilesBefore(actor, at),
      assigned: assignedToMe(actor),
      latestEventId: latestEvent(actor),
      tabs: askedOfTabs(actor, at),
    });
    const { before, tabs: told, ...others } = await ask(on, besideCounts);
    const ofTabs = byTab((key) => (told[key] ?? itself)(countedOfTab(key, payouts.totals)));
    const open = tab ?? tabKeys.find((key) => ofTabs[key].waiting) ?? quietTab;
    const rows = await firstRows(tabs[open], actor, at, on);
    return {
      asOf: asOf ?? at.now,
      ...others,
      summary: summary(payouts.totals, before),
      chart: chartDays(spans, payouts.days.chart, currency),
      forecast: forecastDays(ahead, payouts.days.forecast),
      actionCenter: { figures: ofTabs, panel: { tab: open, ...rows } },
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

/** What the counts of payouts say of a tab. */
function countedOfTab(key: TabKey, figures: Figures): TabFigures {
  const tab = tabs[key];
  if (tab.rows === "decisions") return { count: 0, waiting: false, payoutCount: 0, money: [], parts: [], beside: [] };
  const { count: payoutCount, money } = figures[key]!;
  const parts = (tab.rows === "payouts" ? (tab.parts ?? []) : []).map((part) => ({
    ...part,
    count: figures[`${key} ${part.label}`]!.count,
  }));
  const waiting = tab.rows === "payouts" && figures[`waiting ${key}`]!.count > 0;
  return { count: payoutCount, waiting, payoutCount, money, parts, beside: [] };
}

type Told = (own: TabFigures) => TabFigures;
const itself: Told = (own) => own;

/** Asks what the counts of payouts do not say of the tabs. */
function askedOfTabs(actor: UserActor, at: At): Question<Partial<Record<TabKey, Told>>> {
  const asked = tabKeys.flatMap((key) => {
    const question = askedOfTab(tabs[key], actor, at);
    return question ? [[key, question]] : [];
  });
  return together(Object.fromEntries(asked) as Partial<Record<TabKey, Question<Told>>>);
}

function askedOfTab(tab: Tab, actor: UserActor, at: At): Question<Told> | null {
  switch (tab.rows) {
    case "decisions": {
      const totals = decisionTotals(actor, tab.batches, at);
      const whole = wholeOf(tab.batches);
      const asked = together({ totals, ...(whole && { beside: besideBatches(actor, whole, at) }) });
      return answering(asked, ({ totals: { count, money }, beside = [] }) => (own) => ({
        ...own,
        count,
        money,
        waiting: count > 0,
        beside: beside.map(({ words, filter, count }) => ({ words, count, href: batchesHref(filter) })),
      }));
    }
    case "batches":
      return answering(totalWithErrors(actor, tab.errors, at), (told) => (own) => ({ ...own, ...told }));
    case "payouts": {
      const whole = wholeOf(tab.viewAll);
      return whole && answering(besidePayouts(actor, whole, at), (beside) => (own) => queueFigures(own, beside));
    }
  }
}

/** A queue of payouts: its whole, counted already, without what stands beside it. */
function queueFigures(whole: TabFigures, beside: readonly BesidePayouts[]): TabFigures {
  const { count, money } = withoutBeside(whole.money, beside);
  const lists = beside.map(({ words, filter, count }) => ({ words, count, href: payoutsHref(filter) }));
  return { ...whole, count, waiting: count > 0, payoutCount: count, money, beside: lists };
}

export type ActionCenterPayout = Payout & { emails: LatestEmails | null };
type TabRows =
  | { rows: "decisions"; decisions: AwaitedDecision[] }
  | { rows: "batches"; batches: BatchWithErrors[] }
  | (Pick<Extract<Tab, { rows: "payouts" }>, "rows" | "viewAll" | "verb" | "note" | "forecast"> & {
      payouts: ActionCenterPayout[];
      /** Of those who have them, by id. */
      names: ReadonlyMap<string, string>;
    });

/** Each tab asks the same again and again, and an index has its first rows in order: the server keeps how it reads them. */
async function firstRows(tab: Tab, actor: UserActor, at: At, on: Executor): Promise<TabRows> {
  const kept = keepingPlans(on);
  switch (tab.rows) {
    case "decisions":
      return { rows: tab.rows, decisions: await awaitedDecisions(actor, tab.batches, at, rowsPerTab, kept) };
    case "batches":
      return { rows: tab.rows, batches: await batchesWithErrors(actor, tab.errors, at, rowsPerTab, kept) };
    case "payouts": {
      const { viewAll, verb, note, forecast } = tab;
      const { rows } = await payoutRows(actor, { filter: viewAll, page: {} }, at, rowsPerTab, kept);
      // What failed is past its emails.
      const emails = await latestEmails(actor, verb === "Failed" ? [] : rows, kept);
      return {
        rows: tab.rows,
        viewAll,
        verb,
        note,
        forecast,
        payouts: rows.map((payout) => ({ ...payout, emails: emails.get(payout.id) ?? null })),
        names: await assigneeNames(actor, rows, kept),
      };
    }
  }
}
