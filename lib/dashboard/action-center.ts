import type { Route } from "next";
import { keepingPlans, type Executor } from "@/db/client";
import { answering, ask, together, type Question } from "@/db/question";
import type { UserActor } from "@/lib/actor";
import { awaitedDecisions, decisionTotals, type AwaitedDecision } from "@/lib/batches/awaiting";
import { batchesWithErrors, totalWithErrors, type BatchWithErrors } from "@/lib/batches/error-totals";
import { batchesHref, type BatchFilter } from "@/lib/batches/filter";
import { besideBatches } from "@/lib/batches/queries";
import { latestEmails, type LatestEmails } from "@/lib/emails/latest";
import { wholeOf } from "@/lib/follow-up/filter";
import { assigneeNames } from "@/lib/follow-up/queries";
import { payoutsHref, type PayoutFilter } from "@/lib/payouts/list/filter";
import { besidePayouts, withoutBeside, type BesidePayouts } from "@/lib/payouts/list/left-out";
import { payoutSummary, type PayoutTotals } from "@/lib/payouts/counts/summarize";
import { payoutRows, type Payout } from "@/lib/payouts/queries";
import type { At } from "@/lib/moment";
import type { MoneyTotal } from "@/lib/money-totals";
import { forecastDays, forecastFilter, forecastSpans, type ForecastDay } from "./forecast";
import { rowsPerTab, tabKeys, tabs, type PayoutTab, type Section, type Tab, type TabKey } from "./sections";

/** What each tab has, open or not: its rows and their money, and whether some wait for somebody. */
export type TabFigures = {
  count: number;
  waiting: boolean;
  money: MoneyTotal[];
  /** What a queue leaves out. */
  beside: BesideList[];
};
type BesideList = { words: string; count: number; href: Route };

/** What the counts of payouts are asked for the tabs, by name. */
export const countedOfTabs: [string, PayoutFilter][] = tabKeys.flatMap((key): [string, PayoutFilter][] => {
  const tab = tabs[key];
  if (tab.rows !== "payouts") return [];
  // Of a queue the whole: what it leaves out is read apart, so that the counts alone say this.
  return [
    [key, wholeOf(tab.viewAll) ?? tab.viewAll],
    [waitingOf(key), wholeOf(tab.waiting) ?? tab.waiting],
  ];
});
function waitingOf(key: TabKey) {
  return `waiting ${key}`;
}

/** What the counts of payouts say of a tab. @param totals of `countedOfTabs` */
export function countedOfTab(key: TabKey, totals: Record<string, PayoutTotals>): TabFigures {
  if (tabs[key].rows !== "payouts") return { count: 0, waiting: false, money: [], beside: [] };
  return { ...totals[key]!, waiting: totals[waitingOf(key)]!.count > 0, beside: [] };
}

type Told = (own: TabFigures) => TabFigures;

/** Asks what the counts of payouts do not say of the tabs: for each of which there is some, what it makes of its figures. */
export function askedOfTabs(actor: UserActor, at: At): Question<Partial<Record<TabKey, Told>>> {
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
      return answering(asked, ({ totals: { count, money }, beside = [] }) => () => ({
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
  return { count, money, waiting: count > 0, beside: lists };
}

export type ActionCenterPayout = Payout & { emails: LatestEmails | null };
export type TabPart = Section & { count: number };

/** What the open tab alone shows: its first rows, and what is counted for it alone. */
type TabPanel =
  | { rows: "decisions"; list: BatchFilter; decisions: AwaitedDecision[] }
  /** `viewAll`: the payouts of its batches, which are so many. */
  | { rows: "batches"; list: BatchFilter; batches: BatchWithErrors[]; viewAll: PayoutFilter; payoutCount: number }
  | (Pick<PayoutTab, "rows" | "viewAll" | "verb" | "note"> & {
      payouts: ActionCenterPayout[];
      /** Of those who have them, by id. */
      names: ReadonlyMap<string, string>;
      parts: TabPart[];
      /** Of a tab with parts. */
      forecast: ForecastDay[] | null;
    });

/** Each tab asks the same again and again, and an index has its first rows in order: the server keeps how it reads them. */
export async function tabPanel(tab: Tab, actor: UserActor, at: At, on: Executor): Promise<TabPanel> {
  const kept = keepingPlans(on);
  switch (tab.rows) {
    case "decisions": {
      const { rows, batches: list } = tab;
      return { rows, list, decisions: await awaitedDecisions(actor, list, at, rowsPerTab, kept) };
    }
    case "batches": {
      const { rows, viewAll, errors } = tab;
      const batches = await batchesWithErrors(actor, errors, at, rowsPerTab, kept);
      const { totals } = await ask(on, payoutSummary(actor, { own: viewAll }, at));
      return { rows, list: { errors }, batches, viewAll, payoutCount: totals.own.count };
    }
    case "payouts": {
      const { viewAll, verb, note } = tab;
      const ahead = tab.parts ? await whatComes(tab.parts, actor, at, on) : { parts: [], forecast: null };
      const { rows } = await payoutRows(actor, { filter: viewAll, page: {} }, at, rowsPerTab, kept);
      // What failed is past its emails.
      const emails = await latestEmails(actor, verb === "Failed" ? [] : rows, kept);
      return {
        rows: tab.rows,
        viewAll,
        verb,
        note,
        payouts: rows.map((payout) => ({ ...payout, emails: emails.get(payout.id) ?? null })),
        names: await assigneeNames(actor, rows, kept),
        ...ahead,
      };
    }
  }
}

/** The parts of payouts that wait, and the days to come, with what expires on each. */
async function whatComes(parts: readonly Section[], actor: UserActor, at: At, on: Executor) {
  const spans = forecastSpans(at);
  const filters = Object.fromEntries(parts.map(({ label, filter }) => [label, filter]));
  const starts = spans.map(({ from }) => from);
  const byDay = { filter: forecastFilter(spans), starts, by: "currency" as const };
  const { totals, days } = await ask(on, payoutSummary(actor, filters, at, { forecast: byDay }));
  return {
    parts: parts.map((part) => ({ ...part, count: totals[part.label]!.count })),
    forecast: forecastDays(spans, days.forecast),
  };
}
