import { scaleBand, type ScaleBand } from "d3-scale";
import { stack } from "d3-shape";
import type { ChartDay, ChartSeries } from "@/lib/dashboard/chart";
import { shortNumber, type Measure } from "./measure";
import type { chartScale } from "./scale";
import { dayLabel, fills, series } from "./series";

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
      <Breaks {...drawing} x={x} />
      <DayLabels {...drawing} x={x} />
    </>
  );
}

/** The height of a day's bar that is drawn, as a share of the whole; less than one where the bar is cut off. */
const drawnShare = (day: ChartDay, { measure, scale }: Pick<Placed, "measure" | "scale">) =>
  Math.min(1, scale.top / Math.max(measure.height(day, "total"), Number.MIN_VALUE));

const round = (value: number) => Math.round(value * 100) / 100;

/** The bars, one path for each layer. A bar that is cut off keeps the shares of its parts. */
function DayBars(placed: Placed) {
  const { days, measure, scale, size, x } = placed;
  const layers = stack<ChartDay, ChartSeries>()
    .keys(series)
    .value((day, key) => measure.height(day, key) * drawnShare(day, placed))([...days]);
  const y = (value: number) => round(size.above + size.height * (1 - value / scale.top));
  const width = round(x.bandwidth());
  const bar = (left: number, [from, to]: readonly [number, number]) =>
    from === to ? "" : `M${round(left)} ${y(to)}h${width}V${y(from)}h-${width}z`;
  return (
    <svg
      width="100%"
      height={size.above + size.height}
      viewBox={`0 0 100 ${size.above + size.height}`}
      preserveAspectRatio="none"
    >
      {layers.map((layer) => (
        <path
          key={layer.key}
          d={layer.map((edges, index) => bar(x(days[index]!.day)!, [edges[0], edges[1]])).join("")}
          className={fills[layer.key]}
        />
      ))}
    </svg>
  );
}

/** A gap near the top of each bar that is cut off, and its number above it. */
function Breaks(placed: Placed) {
  const { days, measure, size, x } = placed;
  return days
    .filter((day) => drawnShare(day, placed) < 1)
    .map((day) => (
      <g key={day.day}>
        <rect
          x={`${x(day.day)! - 0.2}%`}
          width={`${x.bandwidth() + 0.4}%`}
          y={size.above + 10}
          height="4"
          className="fill-surface"
        />
        <text
          x={`${x(day.day)! + x.bandwidth() / 2}%`}
          y={size.above - 5}
          textAnchor="middle"
          className="fill-ink text-xs font-medium tabular-nums max-sm:hidden"
        >
          {shortNumber(measure.height(day, "total"))}
        </text>
      </g>
    ));
}

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
