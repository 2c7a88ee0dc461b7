"use client";

import type { Route } from "next";
import { SoftLink } from "@/app/_ui/soft-link";

/** One day: its name, the parts of its number, and the link to its payouts. */
export type DayLine = { label: string; parts: readonly string[]; total: string; href: Route };

type Props = {
  caption: string;
  parts: readonly string[];
  total: string;
  /** The latest day first. */
  lines: readonly DayLine[];
};

/** The same days, numbers and links as the chart. */
export const ChartTable = ({ caption, parts, total, lines }: Props) => (
  <details className="text-sm text-muted">
    <summary className="w-fit underline-offset-2 hover:underline">Show as a table</summary>
    <table className="day-table">
      <caption className="sr-only">{caption}</caption>
      <thead>
        <tr>
          <th scope="col">Day</th>
          {parts.map((part) => (
            <th key={part} scope="col">
              {part}
            </th>
          ))}
          <th scope="col">{total}</th>
        </tr>
      </thead>
      <tbody>
        {lines.map((line) => (
          <tr key={line.label}>
            <th scope="row">{line.label}</th>
            {line.parts.map((part, index) => (
              <td key={parts[index]}>{part}</td>
            ))}
            <td>
              <SoftLink href={line.href}>{line.total}</SoftLink>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  </details>
);

type LinksProps = {
  parts: readonly string[];
  /** As in the table, so that the page carries them once. */
  lines: readonly DayLine[];
  /** Of a day and of its bar, in percent of the chart; in pixels. */
  step: number;
  height: number;
};

/** Behind each bar, a link to the payouts of its day. */
export const DayLinks = ({ parts, lines, step, height }: LinksProps) =>
  lines.toReversed().map((line, index) => (
    <SoftLink key={line.label} href={line.href} tabIndex={-1} className="day-link">
      <title>{dayWords(line, parts)}</title>
      <rect x={`${Math.round(index * step * 100) / 100}%`} width={`${step}%`} height={height} />
    </SoftLink>
  ));

/** "Nov 3: 12 (9 completed, 3 failed)". */
function dayWords({ label, parts, total }: DayLine, names: readonly string[]): string {
  const some = parts.flatMap((part, index) => (/[1-9]/.test(part) ? `${part} ${names[index]?.toLowerCase()}` : []));
  return `${label}: ${total}${some.length === 0 ? "" : ` (${some.join(", ")})`}`;
}
