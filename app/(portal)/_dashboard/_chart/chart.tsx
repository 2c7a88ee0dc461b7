import { SoftLink } from "@/app/_ui/soft-link";
import type { ChartDay } from "@/lib/dashboard/chart";
import { payoutsHref } from "@/lib/payouts/list/filter";
import { Bars, type Drawing } from "./bars";
import { ChartTable, type DayLine, type TableSwitch } from "./chart-table";
import { DayLinks } from "./day-links";
import { Legend, type Others } from "./legend";
import { measureOf, shortNumber } from "./measure";
import { ChartSwitch, type Switch } from "./chart-switch";
import { chartScale } from "./scale";
import { dayLabel, series, seriesLabel } from "./series";

/** Of the bars alone; above them is room for the numbers of broken bars, below for the days. */
const height = 104;
const above = 18;
const below = 18;
const axisWidth = 44;

type Props = { days: readonly ChartDay[]; timeZone: string; others: Others; choice: Switch; table: TableSwitch };

/**
 * Status changes by day, stacked by group, as counts or as the money of one currency. The table below it, where it
 * is asked for, gives the same numbers and links without the drawing.
 */
export function Chart({ days, timeZone, others, choice, table }: Props) {
  const measure = measureOf(choice.chosen);
  const scale = chartScale(
    days.map((day) => measure.height(day, "total")),
    measure.whole,
  );
  const parts = series.map((key) => seriesLabel[key]);
  const lines = days.toReversed().map((day) => ({
    label: dayLabel(day, timeZone),
    parts: series.map((key) => measure.written(day, key)),
    total: measure.written(day, "total"),
    href: payoutsHref(day.filter),
  }));
  const drawing: Drawing = { days, timeZone, measure, scale, size: { height, above, below } };
  return (
    <figure aria-label="Payouts by day">
      <figcaption className="mb-1 flex flex-wrap items-center justify-between gap-x-4 gap-y-1 text-sm text-muted">
        <ChartSwitch {...choice} />
        <Legend others={others} />
      </figcaption>
      <div className="flex">
        <Axis {...drawing} />
        <div className="relative min-w-0 flex-1">
          <DayLinks days={lines.toReversed().map((line) => ({ words: dayWords(line, parts), href: line.href }))} />
          <svg
            aria-hidden
            width="100%"
            height={above + height + below}
            className="pointer-events-none relative block overflow-visible"
          >
            <Bars {...drawing} />
          </svg>
        </div>
      </div>
      <CutOff {...drawing} />
      <ChartTable
        switch={table}
        caption={`Payouts whose status changed, by day${choice.chosen ? `, their money in ${choice.chosen}` : ""}`}
        parts={parts}
        total={choice.chosen ? `All (${choice.chosen})` : "All"}
        lines={lines}
      />
    </figure>
  );
}

/** "Nov 3: 12 (9 completed, 3 failed)". */
function dayWords({ label, parts, total }: DayLine, names: readonly string[]): string {
  const some = parts.flatMap((part, index) => (/[1-9]/.test(part) ? `${part} ${names[index]?.toLowerCase()}` : []));
  return `${label}: ${total}${some.length === 0 ? "" : ` (${some.join(", ")})`}`;
}

const Axis = ({ scale, size }: Drawing) => (
  <svg aria-hidden width={axisWidth} height={size.above + size.height + size.below} className="block shrink-0">
    {scale.ticks.map((tick) => (
      <text
        key={tick}
        x={axisWidth - 8}
        y={size.above + size.height * (1 - tick / scale.top) + 4}
        textAnchor="end"
        className="fill-muted text-xs tabular-nums"
      >
        {shortNumber(tick)}
      </text>
    ))}
  </svg>
);

/** Says which bars end below their number, and the number. */
function CutOff({ days, timeZone, measure, scale }: Drawing) {
  const cut = days.filter((day) => measure.height(day, "total") > scale.top);
  if (cut.length === 0) return null;
  return (
    <p className="mb-1 text-sm text-muted">
      {cut.length === 1 ? "The bar with a gap is higher than shown: " : "Bars with a gap are higher than shown: "}
      {cut.map((day, index) => (
        <span key={day.day}>
          {index > 0 && ", "}
          <SoftLink
            href={payoutsHref(day.filter)}
            className="inline-block py-0.5 underline underline-offset-2 hover:text-ink"
          >
            {dayLabel(day, timeZone)}: {measure.written(day, "total")}
          </SoftLink>
        </span>
      ))}
    </p>
  );
}
