import { sql } from "drizzle-orm";
import type { Executor } from "@/db/client";
import type { Actor } from "@/lib/actor";
import type { PayoutFilter } from "@/lib/payouts/list/filter";
import { currentGroup, matching, payoutsAt } from "@/lib/payouts/list/matching";
import { byGroup, type PayoutGroup } from "@/lib/payouts/status";
import { dayOf, endOfDay, startOfDay } from "@/lib/time";
import { windowBounds } from "@/lib/lists/time-window";
import type { At } from "@/lib/moment";
import { summaryFilter, summaryWindow } from "./sections";

export type ChartSeries = PayoutGroup | "other";
type Stack<T> = { parts: Record<ChartSeries, T>; total: T };
/** `money`: in minor units of the chart's one currency; null where the chart counts payouts in all of them. */
export type ChartDay = {
  day: string;
  from: Date;
  filter: PayoutFilter;
  counts: Record<ChartSeries, number>;
  total: number;
  money: Stack<bigint> | null;
};

type Span = Pick<ChartDay, "day" | "from" | "filter">;

/**
 * The summary's window cut at the midnights of the organization's zone. The first piece starts with the window, not
 * with its day.
 */
function chartSpans(at: At): Span[] {
  const start = windowBounds(summaryWindow, at).from!;
  const spans: Span[] = [];
  for (let from = start; from <= at.now; from = endOfDay(spans.at(-1)!.day, at.timeZone)) {
    const day = dayOf(from, at.timeZone);
    const isWholeDay = from.getTime() === startOfDay(day, at.timeZone).getTime();
    const changed = isWholeDay
      ? `${day}..${day}`
      : `${from.toISOString()}..${endOfDay(day, at.timeZone).toISOString()}`;
    spans.push({ day, from, filter: { changed } });
  }
  return spans;
}

type Piece = { bucket: number; group: PayoutGroup | null; count: string; amount: string };

/**
 * Payouts whose status changed, by day and group; each day's total is the number of the list its filter means.
 * @param currency only its payouts, with their money; without it all payouts
 */
export async function chartByDay(
  actor: Actor,
  at: At,
  currency: string | undefined,
  executor: Executor,
): Promise<ChartDay[]> {
  const own: PayoutFilter = currency === undefined ? {} : { currency };
  const spans = chartSpans(at);
  const starts = sql.join(
    spans.map(({ from }) => sql`${from.toISOString()}::timestamptz`),
    sql`, `,
  );
  const rows = await executor.execute<Piece>(sql`
    select width_bucket(status_changed_at, array[${starts}]) as bucket, ${currentGroup} as "group",
      count(*)::text as count, sum(amount_minor)::text as amount
    from ${payoutsAt(actor, at.now)} where ${matching(actor, { ...summaryFilter, ...own }, at)} group by 1, 2`);
  return spans.map(({ filter, ...span }, index) => {
    const pieces = rows.filter(({ bucket }) => Number(bucket) === index + 1);
    const { parts: counts, total } = stacked(
      pieces,
      ({ count }) => Number(count),
      0,
      (a, b) => a + b,
    );
    const money =
      currency === undefined
        ? null
        : stacked(
            pieces,
            ({ amount }) => BigInt(amount),
            0n,
            (a, b) => a + b,
          );
    return { ...span, filter: { ...filter, ...own }, counts, total, money };
  });
}

/** One value for each layer of a day's bar, and their sum. */
function stacked<T>(
  pieces: readonly Piece[],
  valueOf: (piece: Piece) => T,
  nothing: T,
  plus: (one: T, other: T) => T,
): Stack<T> {
  const partOf = (group: PayoutGroup | null) => {
    const piece = pieces.find((one) => one.group === group);
    return piece ? valueOf(piece) : nothing;
  };
  const parts = { ...byGroup(partOf), other: partOf(null) };
  return { parts, total: Object.values(parts).reduce(plus) };
}
