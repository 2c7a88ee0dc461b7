import { scaleBand, scaleLinear, type ScaleBand } from "d3-scale";
import { stack } from "d3-shape";
import Link from "next/link";
import type { ChartDay, ChartSeries } from "@/lib/dashboard/chart";
import { payoutsHref } from "@/lib/payouts/list/filter";
import { ChartTable } from "./chart-table";
import { figure } from "@/app/(portal)/_ui/figures";
import { Legend, type Others } from "./legend";
import { dayLabel, fills, series, seriesLabel } from "./series";

const height = 88;
const axis = 18;

/** "Nov 3: 12 (9 completed, 3 failed)". */
function dayWords(day: ChartDay, timeZone: string): string {
  const parts = series
    .filter((key) => day.counts[key] > 0)
    .map((key) => `${figure(day.counts[key])} ${seriesLabel[key].toLowerCase()}`);
  const words = `${dayLabel(day, timeZone)}: ${figure(day.total)}`;
  return parts.length === 0 ? words : `${words} (${parts.join(", ")})`;
}

type Props = { days: readonly ChartDay[]; timeZone: string };

/** Status changes by day, stacked by group. The table below it gives the same numbers and links without the drawing. */
export function Chart({ days, timeZone, others }: Props & { others: Others }) {
  const x = scaleBand<string>()
    .domain(days.map(({ day }) => day))
    .range([0, 100])
    .paddingInner(0.28);
  return (
    <figure>
      <figcaption className="mb-1.5 flex flex-wrap items-center justify-between gap-x-4 gap-y-1 text-sm text-muted">
        <span>By day of the change</span>
        <Legend others={others} />
      </figcaption>
      <svg aria-hidden width="100%" height={height + axis} className="block overflow-visible">
        <line x1="0" x2="100%" y1={height} y2={height} className="stroke-line" />
        <Bars days={days} timeZone={timeZone} x={x} />
        <DayLabels days={days} timeZone={timeZone} x={x} />
      </svg>
      <ChartTable days={days} timeZone={timeZone} />
    </figure>
  );
}

/** One stacked bar per day; each is a link to the payouts of that day. */
function Bars({ days, timeZone, x }: Props & { x: ScaleBand<string> }) {
  const y = scaleLinear()
    .domain([0, Math.max(1, ...days.map(({ total }) => total))])
    .range([height, 4]);
  const layers = stack<ChartDay, ChartSeries>()
    .keys(series)
    .value((day, key) => day.counts[key])([...days]);
  return days.map((day, index) => (
    <Link key={day.day} href={payoutsHref(day.filter)} tabIndex={-1} prefetch={false} className="group outline-none">
      <title>{dayWords(day, timeZone)}</title>
      <rect
        x={`${x(day.day)}%`}
        width={`${x.step()}%`}
        y="0"
        height={height}
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
    </Link>
  ));
}

/** The last day and every seventh before it; on a narrow screen every second of these. */
function DayLabels({ days, timeZone, x }: Props & { x: ScaleBand<string> }) {
  const labelled = days.filter((_, index) => (days.length - 1 - index) % 7 === 0);
  return labelled.map((day, index) => (
    <text
      key={day.day}
      x={`${x(day.day)! + x.bandwidth() / 2}%`}
      y={height + axis - 3}
      textAnchor={day === days.at(-1) ? "end" : "middle"}
      className={`fill-muted text-xs ${(labelled.length - 1 - index) % 2 === 0 ? "" : "max-sm:hidden"}`}
    >
      {dayLabel(day, timeZone)}
    </text>
  ));
}
