import { scaleBand } from "d3-scale";
import type { ForecastDay } from "@/lib/dashboard/forecast";
import { formatMoney } from "@/lib/money";
import { payoutsHref } from "@/lib/payouts/list/filter";
import { formatShortDay } from "@/lib/time";
import { counted, figure } from "@/app/(portal)/_ui/figures";
import { ChartTable, type TableSwitch } from "./_chart/chart-table";
import { DayLinks } from "./_chart/day-links";

/** In pixels: the bars, and the days below them. */
const height = 40;
const below = 18;

/** From this day on a name ends with its bar, so that none is cut off at the edge. */
const endLabels = 25;

type Props = { days: readonly ForecastDay[]; timeZone: string; table: TableSwitch };

/** What expires on each of the days to come: a bar for each, which leads to its payouts, and the same as a table. */
export function Forecast({ days, timeZone, table }: Props) {
  const total = days.reduce((sum, { count }) => sum + count, 0);
  if (total === 0) return null;
  const label = (day: ForecastDay) => formatShortDay(day.from, timeZone);
  const lines = days.map((day) => ({
    label: label(day),
    parts: [day.money.map(moneyWords).join(" · ")],
    total: figure(day.count),
    href: payoutsHref(day.filter),
  }));
  return (
    <figure aria-label="Expiries to come" className="border-t border-line px-4 pt-2.5 pb-2">
      <figcaption className="mb-1.5 text-sm text-muted">
        What expires in the next {days.length} days, by day: {counted(total, "payout")}
      </figcaption>
      <Bars days={days} label={label} />
      <ChartTable switch={table} caption="What expires, by day" parts={["Money"]} total="Payouts" lines={lines} />
    </figure>
  );
}

const moneyWords = ({ amountMinor, currency }: ForecastDay["money"][number]) => formatMoney(amountMinor, currency);

function Bars({ days, label }: { days: readonly ForecastDay[]; label: (day: ForecastDay) => string }) {
  const top = Math.max(...days.map(({ count }) => count));
  const x = scaleBand<string>()
    .domain(days.map(({ day }) => day))
    .range([0, 100])
    .paddingInner(0.28);
  const width = round(x.bandwidth());
  const bar = ({ day, count }: ForecastDay) => {
    // A day with anything is seen, beside one with a thousand times as much.
    const tall = count === 0 ? 1 : Math.max(2, Math.round((count / top) * height));
    return `M${round(x(day)!)} ${height}v-${tall}h${width}v${tall}z`;
  };
  const paths = (some: readonly ForecastDay[]) => some.map(bar).join("");
  return (
    <div className="relative">
      <DayLinks
        days={days.map((day) => ({
          words: [`${label(day)}: ${counted(day.count, "payout")}`, ...day.money.map(moneyWords)].join(" · "),
          href: payoutsHref(day.filter),
        }))}
      />
      <svg
        aria-hidden
        width="100%"
        height={height + below}
        className="pointer-events-none relative block overflow-visible"
      >
        <svg width="100%" height={height} viewBox={`0 0 100 ${height}`} preserveAspectRatio="none">
          <path d={paths(days.filter(({ count }) => count > 0))} className="fill-progress-solid" />
          <path d={paths(days.filter(({ count }) => count === 0))} className="fill-line" />
        </svg>
        {days.map(
          (day, index) =>
            index % 7 === 0 && (
              <text
                key={day.day}
                x={`${round(x(day.day)! + (index < endLabels ? 0 : x.bandwidth()))}%`}
                y={height + below - 4}
                textAnchor={index < endLabels ? "start" : "end"}
                className="fill-muted text-xs"
              >
                {label(day)}
              </text>
            ),
        )}
      </svg>
    </div>
  );
}

const round = (value: number) => Math.round(value * 100) / 100;
