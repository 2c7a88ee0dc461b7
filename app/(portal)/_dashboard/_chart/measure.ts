import type { ChartDay, ChartSeries } from "@/lib/dashboard/chart";
import { formatAmount, toDecimal } from "@/lib/money";
import { figure } from "@/app/(portal)/_ui/figures";

/** What the heights of the chart mean, and how its numbers are written. */
export type Measure = {
  /** Whether only whole numbers make sense on the axis. */
  whole: boolean;
  /** A part of a day, or all of it, as a height. */
  height: (day: ChartDay, part: ChartSeries | "total") => number;
  /** The same for reading: "1,284", "1,284.00". */
  written: (day: ChartDay, part: ChartSeries | "total") => string;
};

const countOf = (day: ChartDay, part: ChartSeries | "total") => (part === "total" ? day.total : day.counts[part]);

const counts: Measure = { whole: true, height: countOf, written: (day, part) => figure(countOf(day, part)) };

const moneyOf = ({ money }: ChartDay, part: ChartSeries | "total") =>
  (part === "total" ? money?.total : money?.parts[part]) ?? 0n;

/** @param currency the one that the days were read for; without it they are counted */
export const measureOf = (currency: string | undefined): Measure =>
  currency === undefined
    ? counts
    : {
        whole: false,
        // A height may be inexact; the written amount is not.
        height: (day, part) => Number(toDecimal(moneyOf(day, part), currency)),
        written: (day, part) => formatAmount(moneyOf(day, part), currency),
      };

const short = new Intl.NumberFormat("en-US", { notation: "compact", maximumFractionDigits: 1 });

/** "0", "500", "1.5K", "20M". */
export const shortNumber = (value: number): string => short.format(value);
