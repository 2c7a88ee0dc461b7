import { scaleBand, type ScaleBand } from "d3-scale";
import { stack } from "d3-shape";
import { SoftLink } from "@/app/_ui/soft-link";
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
      <DayLinks {...drawing} x={x} />
      <DayBars {...drawing} x={x} />
      <Breaks {...drawing} x={x} />
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

/** The height of a day's bar that is drawn, as a share of the whole; less than one where the bar is cut off. */
const drawnShare = (day: ChartDay, { measure, scale }: Pick<Placed, "measure" | "scale">) =>
  Math.min(1, scale.top / Math.max(measure.height(day, "total"), Number.MIN_VALUE));

/** Behind each bar, a link to the payouts of its day. */
function DayLinks({ days, timeZone, measure, size, x }: Placed) {
  return days.map((day) => (
    <SoftLink key={day.day} href={payoutsHref(day.filter)} tabIndex={-1} className="group outline-none">
      <title>{dayWords(day, timeZone, measure)}</title>
      <rect
        x={`${round(x(day.day)!)}%`}
        width={`${round(x.step())}%`}
        height={size.above + size.height}
        className="fill-transparent group-hover:fill-sunken"
      />
    </SoftLink>
  ));
}

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
      className="pointer-events-none"
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
      <g key={day.day} className="pointer-events-none">
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
