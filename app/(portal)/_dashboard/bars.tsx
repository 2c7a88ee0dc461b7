import { scaleBand, type ScaleBand } from "d3-scale";
import { stack } from "d3-shape";
import Link from "next/link";
import type { ChartDay, ChartSeries } from "@/lib/dashboard/chart";
import { payoutsHref } from "@/lib/payouts/list/filter";
import { shortNumber, type Measure } from "./measure";
import type { chartScale } from "./scale";
import { dayLabel, fills, series, seriesLabel } from "./series";

export type Drawing = {
  days: readonly ChartDay[];
  timeZone: string;
  measure: Measure;
  scale: ReturnType<typeof chartScale>;
  size: { height: number; above: number; below: number };
};

type Placed = Drawing & { x: ScaleBand<string> };

/** The lines of the axis, one stacked bar per day, and the days below. */
export function Bars(drawing: Drawing) {
  const { days, scale, size } = drawing;
  const x = scaleBand<string>()
    .domain(days.map(({ day }) => day))
    .range([0, 100])
    .paddingInner(0.28);
  return (
    <>
      {scale.ticks.map((tick) => {
        const y = size.above + size.height * (1 - tick / scale.top);
        return <line key={tick} x1="0" x2="100%" y1={y} y2={y} className="stroke-line" />;
      })}
      <DayBars {...drawing} x={x} />
      <DayLabels {...drawing} x={x} />
    </>
  );
}

/** "Nov 3: 12 (9 completed, 3 failed)". */
function dayWords(day: ChartDay, timeZone: string, measure: Measure): string {
  const parts = series
    .filter((key) => day.counts[key] > 0)
    .map((key) => `${measure.written(day, key)} ${seriesLabel[key].toLowerCase()}`);
  const words = `${dayLabel(day, timeZone)}: ${measure.written(day, "total")}`;
  return parts.length === 0 ? words : `${words} (${parts.join(", ")})`;
}

/** Each bar is a link to the payouts of its day. A bar that is cut off keeps the shares of its parts. */
function DayBars({ days, timeZone, measure, scale, size, x }: Placed) {
  const drawnShare = (day: ChartDay) =>
    Math.min(1, scale.top / Math.max(measure.height(day, "total"), Number.MIN_VALUE));
  const layers = stack<ChartDay, ChartSeries>()
    .keys(series)
    .value((day, key) => measure.height(day, key) * drawnShare(day))([...days]);
  const y = (value: number) => size.above + size.height * (1 - value / scale.top);
  return days.map((day, index) => (
    <Link key={day.day} href={payoutsHref(day.filter)} tabIndex={-1} prefetch={false} className="group outline-none">
      <title>{dayWords(day, timeZone, measure)}</title>
      <rect
        x={`${x(day.day)}%`}
        width={`${x.step()}%`}
        y="0"
        height={size.above + size.height}
        className="fill-transparent group-hover:fill-sunken"
      />
      {layers.map((layer) => {
        const [from, to] = layer[index]!;
        return (
          <rect
            key={layer.key}
            x={`${x(day.day)}%`}
            width={`${x.bandwidth()}%`}
            y={y(to)}
            height={y(from) - y(to)}
            className={fills[layer.key]}
          />
        );
      })}
      {drawnShare(day) < 1 && <Break day={day} number={shortNumber(measure.height(day, "total"))} size={size} x={x} />}
    </Link>
  ));
}

/** A gap near the top of a bar, and its number above it. */
const Break = ({ day, number, size, x }: Pick<Placed, "size" | "x"> & { day: ChartDay; number: string }) => (
  <>
    <rect
      x={`${x(day.day)! - 0.2}%`}
      width={`${x.bandwidth() + 0.4}%`}
      y={size.above + 10}
      height="4"
      className="fill-surface group-hover:fill-sunken"
    />
    <text
      x={`${x(day.day)! + x.bandwidth() / 2}%`}
      y={size.above - 5}
      textAnchor="middle"
      className="fill-ink text-xs font-medium tabular-nums max-sm:hidden"
    >
      {number}
    </text>
  </>
);

/** The last day and every seventh before it; on a narrow screen every second of these. */
function DayLabels({ days, timeZone, size, x }: Placed) {
  const labelled = days.filter((_, index) => (days.length - 1 - index) % 7 === 0);
  return labelled.map((day, index) => (
    <text
      key={day.day}
      x={`${x(day.day)! + x.bandwidth() / 2}%`}
      y={size.above + size.height + size.below - 3}
      textAnchor={day === days.at(-1) ? "end" : "middle"}
      className={`fill-muted text-xs ${(labelled.length - 1 - index) % 2 === 0 ? "" : "max-sm:hidden"}`}
    >
      {dayLabel(day, timeZone)}
    </text>
  ));
}
