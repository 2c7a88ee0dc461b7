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
        <div className="flex items-baseline justify-between gap-4">
          <h2 id="preview-heading" className="text-lg font-semibold">
            How the rows would be read
          </h2>
          {busy && shown && (
            <span aria-hidden className="text-sm text-muted">
              Looking again…
            </span>
          )}
        </div>
        <div role="status" className="text-muted">
          {refusal ?? (shown === null ? "The first rows are being read…" : <Verdict shown={shown} />)}
        </div>
      </div>
      {shown && "rows" in shown && shown.rows.length > 0 && (
        <>
          <Rows labels={labels} rows={shown.rows} />
          <Below rows={shown.below} />
        </>
      )}
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
  const { judged, refused, hidden } = shown;
  const rows = counted(judged, "row");
  const asked = hidden === 1 ? "1 is hidden in the sheet" : `${figure(hidden)} are hidden in the sheet`;
  return [
    `Of the first ${rows}, ${refused === 0 ? "none" : figure(refused)} would be refused.`,
    ...(hidden > 0 ? [`Of these rows, ${asked}; the review asks whether that is meant.`] : []),
  ].join(" ");
}

type Read = Extract<Shown, { rows: unknown }>;

/** Why rows are refused that stand further down. */
const Below = ({ rows }: { rows: Read["below"] }) =>
  rows.length > 0 && (
    <div className="px-4 py-3 text-sm">
      <p className="text-muted">Further down:</p>
      <ul className="list-disc pl-5">
        {rows.map(({ line, faults }) => (
          <li key={line} className="break-words">
            Line {line}: {faults.join(" ")}
          </li>
        ))}
      </ul>
    </div>
  );

const Rows = ({ labels, rows }: { labels: Labels; rows: Read["rows"] }) => {
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
            {["Line", "Result", ...there.map((column) => labels[column])].map((label) => (
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
              <td className={`min-w-44 border-b border-line px-4 py-2 ${faults.length > 0 ? "text-danger" : ""}`}>
                {faults.length > 0 ? `Refused: ${faults.join(" ")}` : "Good"}
              </td>
              {there.map((column) => (
                <td key={column} className="max-w-52 truncate border-b border-line px-4 py-2">
                  {values[column]}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
};
