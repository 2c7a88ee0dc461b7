"use client";

import { counted, figure } from "@/app/(portal)/_ui/figures";
import type { Role } from "@/lib/batches/file-format/mapping/roles";
import type { ColumnName } from "@/lib/payouts/fields/table";
import type { LivePreview } from "./use-preview";

type Labels = Record<Role, string>;

/** Ten rows as they would be read, and how many would be refused. */
export function PreviewRows({ labels, preview: { shown, busy, refusal } }: { labels: Labels; preview: LivePreview }) {
  return (
    <section aria-labelledby="preview-heading" aria-busy={busy}>
      <div className="px-4 pt-4 pb-3">
        <h2 id="preview-heading" className="text-lg font-semibold">
          How the rows would be read
        </h2>
        <div role="status" className="text-muted">
          {refusal ?? (shown === null ? "The first rows are being read…" : <Verdict shown={shown} />)}
        </div>
      </div>
      {shown && "rows" in shown && shown.rows.length > 0 && <Rows labels={labels} rows={shown.rows} />}
    </section>
  );
}

type Shown = NonNullable<LivePreview["shown"]>;

function Verdict({ shown }: { shown: Shown }) {
  if ("problems" in shown)
    return (
      <ul className="list-disc pl-5">
        {shown.problems.map((problem) => (
          <li key={problem}>{problem}</li>
        ))}
      </ul>
    );
  const { judged, refused } = shown;
  const rows = counted(judged, "row");
  if (refused === 0) return `Of the first ${rows}, none would be refused.`;
  return `Of the first ${rows}, ${figure(refused)} would be refused.`;
}

const Rows = ({ labels, rows }: { labels: Labels; rows: Extract<Shown, { rows: unknown }>["rows"] }) => {
  const there = (Object.keys(labels) as Role[]).filter(
    (role): role is ColumnName =>
      role !== "first_name" && role !== "last_name" && rows.some(({ values }) => values[role] !== undefined),
  );
  return (
    <div
      role="region"
      aria-label="Rows as they would be read"
      tabIndex={0}
      className="relative overflow-x-auto rounded-card"
    >
      <table className="w-full border-separate border-spacing-0 text-sm">
        <caption className="sr-only">The first rows as they would be read</caption>
        <thead>
          <tr>
            {["Line", ...there.map((column) => labels[column]), "Result"].map((label) => (
              <th key={label} scope="col" className="border-y border-line px-4 py-2 text-left font-medium">
                {label}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(({ line, values, faults }) => (
            <tr key={line}>
              <td className="border-b border-line px-4 py-2 tabular-nums">{line}</td>
              {there.map((column) => (
                <td key={column} className="max-w-52 truncate border-b border-line px-4 py-2">
                  {values[column]}
                </td>
              ))}
              <td className={`min-w-60 border-b border-line px-4 py-2 ${faults.length > 0 ? "text-danger" : ""}`}>
                {faults.length > 0 ? `Refused: ${faults.join(" ")}` : "Good"}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
};
