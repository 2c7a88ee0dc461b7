import type { PayoutFilter } from "@/lib/payouts/list/filter";
import type { DayFigures } from "@/lib/payouts/counts/sums";
import { byGroup, type PayoutGroup } from "@/lib/payouts/status";
import { dayOf, endOfDay, startOfDay } from "@/lib/time";
import { windowBounds } from "@/lib/lists/time-window";
import type { At } from "@/lib/moment";
import { summaryWindow } from "./sections";

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
export function chartSpans(at: At): Span[] {
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

/**
 * The chart's days with their payouts by group; each day's total is the number of the list its filter means.
 * @param figures of the days that `chartSpans` gave, by group
 * @param currency whose payouts they are; without it they are all, and have no money
 */
export function chartDays(
  spans: readonly Span[],
  figures: readonly DayFigures<"group">[],
  currency: string | undefined,
): ChartDay[] {
  const own: PayoutFilter = currency === undefined ? {} : { currency };
  return spans.map(({ filter, ...span }, index) => {
    const pieces = figures.filter(({ day }) => day === index + 1);
    const { parts: counts, total } = stacked(
      pieces,
      ({ count }) => count,
      0,
      (a, b) => a + b,
    );
    const money =
      currency === undefined
        ? null
        : stacked(
            pieces,
            ({ amountMinor }) => amountMinor,
            0n,
            (a, b) => a + b,
          );
    return { ...span, filter: { ...filter, ...own }, counts, total, money };
  });
}

/** One value for each layer of a day's bar, and their sum. */
function stacked<T>(
  pieces: readonly DayFigures<"group">[],
  valueOf: (piece: DayFigures<"group">) => T,
  nothing: T,
  plus: (one: T, other: T) => T,
): Stack<T> {
  const partOf = (series: ChartSeries) =>
    pieces
      .filter(({ part }) => part === series)
      .map(valueOf)
      .reduce(plus, nothing);
  const parts = { ...byGroup(partOf), other: partOf("other") };
  return { parts, total: Object.values(parts).reduce(plus) };
}
