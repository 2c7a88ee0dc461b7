import { scaleBand, scaleLinear } from "d3-scale";
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

const say = (day: ChartDay, timeZone: string) =>
  `${dayLabel(day, timeZone)}: ${figure(day.total)}${
    day.total === 0
      ? ""
      : ` (${series
          .filter((key) => day.counts[key] > 0)
          .map((key) => `${figure(day.counts[key])} ${seriesLabel[key].toLowerCase()}`)
          .join(", ")})`
  }`;

/**
 * Changes by day, stacked by group. Each bar is a link to that day; the table under it says the same to people who
 * cannot see or point.
 */
export function Chart({ days, timeZone, others }: { days: readonly ChartDay[]; timeZone: string; others: Others }) {
  const x = scaleBand<string>()
    .domain(days.map(({ day }) => day))
    .range([0, 100])
    .paddingInner(0.28);
  const y = scaleLinear()
    .domain([0, Math.max(1, ...days.map(({ total }) => total))])
    .range([height, 4]);
  const layers = stack<ChartDay, ChartSeries>()
    .keys(series)
    .value((day, key) => day.counts[key])([...days]);
  return (
    <figure>
      <figcaption className="mb-1.5 flex flex-wrap items-center justify-between gap-x-4 gap-y-1 text-sm text-muted">
        <span>By day of the change</span>
        <Legend others={others} />
      </figcaption>
      <svg aria-hidden width="100%" height={height + axis} className="block overflow-visible">
        <line x1="0" x2="100%" y1={height} y2={height} className="stroke-line" />
        {days.map((day, index) => (
          <Link
            key={day.day}
            href={payoutsHref(day.filter)}
            tabIndex={-1}
            prefetch={false}
            className="group outline-none"
          >
            <title>{say(day, timeZone)}</title>
            <rect
              x={`${x(day.day)}%`}
              width={`${x.step()}%`}
              y="0"
              height={height}
              className="fill-transparent group-hover:fill-sunken"
            />
            <Bar
              x={`${x(day.day)}%`}
              width={`${x.bandwidth()}%`}
              layers={layers.map((layer) => {
                const [from, to] = layer[index]!;
                return { series: layer.key, from: y(from), to: y(to) };
              })}
            />
          </Link>
        ))}
        <DayLabels days={days} timeZone={timeZone} middleOf={({ day }) => x(day)! + x.bandwidth() / 2} />
      </svg>
      <ChartTable days={days} timeZone={timeZone} />
    </figure>
  );
}

type Layer = { series: ChartSeries; from: number; to: number };

const Bar = ({ x, width, layers }: { x: string; width: string; layers: readonly Layer[] }) =>
  layers.map(({ series: key, from, to }) => (
    <rect key={key} x={x} width={width} y={to} height={from - to} className={fills[key]} />
  ));

type LabelProps = { days: readonly ChartDay[]; timeZone: string; middleOf: (day: ChartDay) => number };

/** One day a week, counted back from the last; on a narrow screen every other of them. */
function DayLabels({ days, timeZone, middleOf }: LabelProps) {
  const labelled = days.filter((_, index) => (days.length - 1 - index) % 7 === 0);
  return labelled.map((day, index) => (
    <text
      key={day.day}
      x={`${middleOf(day)}%`}
      y={height + axis - 3}
      textAnchor={day === days.at(-1) ? "end" : "middle"}
      className={`fill-muted text-xs ${(labelled.length - 1 - index) % 2 === 0 ? "" : "max-sm:hidden"}`}
    >
      {dayLabel(day, timeZone)}
    </text>
  ));
}
