import Link from "next/link";
import type { ChartDay } from "@/lib/dashboard/chart";
import { payoutsHref } from "@/lib/payouts/list/filter";
import type { Measure } from "./measure";
import { dayLabel, series, seriesLabel } from "./series";

type Props = { days: readonly ChartDay[]; timeZone: string; measure: Measure; currency: string | undefined };

/** The same days, numbers and links as the chart. */
export function ChartTable({ days, timeZone, measure, currency }: Props) {
  return (
    <details className="text-sm text-muted">
      <summary className="w-fit underline-offset-2 hover:underline">Show as a table</summary>
      <table className="mt-2 w-full tabular-nums">
        <caption className="sr-only">
          Payouts whose status changed, by day{currency && `, their money in ${currency}`}
        </caption>
        <thead>
          <tr>
            <th scope="col" className="py-1 text-left font-medium">
              Day
            </th>
            {series.map((key) => (
              <th key={key} scope="col" className="py-1 text-right font-medium max-sm:hidden">
                {seriesLabel[key]}
              </th>
            ))}
            <th scope="col" className="py-1 text-right font-medium">
              All{currency && ` (${currency})`}
            </th>
          </tr>
        </thead>
        <tbody>
          {days.toReversed().map((day) => (
            <tr key={day.day}>
              <th scope="row" className="border-t border-line py-1 text-left font-normal">
                {dayLabel(day, timeZone)}
              </th>
              {series.map((key) => (
                <td key={key} className="border-t border-line py-1 text-right max-sm:hidden">
                  {measure.written(day, key)}
                </td>
              ))}
              <td className="border-t border-line py-1 text-right">
                <Link
                  href={payoutsHref(day.filter)}
                  prefetch={false}
                  className="font-medium text-ink underline underline-offset-2"
                >
                  {measure.written(day, "total")}
                </Link>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </details>
  );
}
