import { MoneyTotals, type MoneyTotal } from "@/lib/money-totals";
import type { At } from "@/lib/moment";
import type { DayFigures } from "@/lib/payouts/counts/sums";
import type { PayoutFilter } from "@/lib/payouts/list/filter";
import { dayOf, endOfDay, startOfDay } from "@/lib/time";

const daysAhead = 30;

type Span = { day: string; from: Date; filter: PayoutFilter };
/** `money` per currency, the currency of the most payouts first. */
export type ForecastDay = Span & { count: number; money: MoneyTotal[] };

/** Today and the days after it in the organization's zone, each with the filter of what expires on it. */
export function forecastSpans({ now, timeZone }: At): [Span, ...Span[]] {
  const spanOf = (day: string): Span => ({
    day,
    from: startOfDay(day, timeZone),
    filter: { expires: `${day}..${day}` },
  });
  const spans: [Span, ...Span[]] = [spanOf(dayOf(now, timeZone))];
  while (spans.length < daysAhead) spans.push(spanOf(dayOf(endOfDay(spans.at(-1)!.day, timeZone), timeZone)));
  return spans;
}

/** All that expires on these days. */
export const forecastFilter = (spans: readonly [Span, ...Span[]]): PayoutFilter => ({
  expires: `${spans[0].day}..${spans.at(-1)!.day}`,
});

/** @param figures of the days that `forecastSpans` gave, by currency */
export const forecastDays = (spans: readonly Span[], figures: readonly DayFigures<"currency">[]): ForecastDay[] =>
  spans.map((span, index) => {
    const ofDay = figures.filter(({ day }) => day === index + 1);
    const own = new MoneyTotals(ofDay.map(({ part, ...sum }) => ({ currency: part, ...sum })));
    return { ...span, count: own.count, money: own.list() };
  });
