import type { ReactNode } from "react";
import { Card } from "@/app/_ui/card";
import { Notice } from "@/app/_ui/notice";
import { counted, figure } from "../../_ui/figures";
import { Reasons } from "../../_ui/reasons";
import { RefusedRows } from "../../_ui/refused-rows";
import type { CheckedFile } from "./checked-file";

export type Preview = Extract<CheckedFile, { kind: "preview" }>;

/** What a file would create, before it does. `actions` stand with the sums they act on. */
export function FilePreview({ preview, actions }: { preview: Preview; actions: ReactNode }) {
  return (
    <div className="flex flex-col gap-6">
      <Card>
        <div className="flex flex-wrap items-start justify-between gap-x-6 gap-y-4 border-b border-line px-4 py-4">
          <div className="min-w-0">
            <h2 id="preview-heading" tabIndex={-1} className="text-lg font-semibold break-words outline-none">
              {verdict(preview)}
            </h2>
            <p className="break-words text-muted">{preview.fileName}</p>
          </div>
          <div className="flex flex-wrap gap-2">{actions}</div>
        </div>
        <Totals preview={preview} />
      </Card>
      {preview.ignoredColumns.length > 0 && (
        <Notice tone="neutral">
          {preview.ignoredColumns.length === 1 ? "This column is" : "These columns are"} not read: {preview.ignoredColumns.join(", ")}.
        </Notice>
      )}
      {preview.refused > 0 && <Refusals preview={preview} />}
    </div>
  );
}

function verdict({ accepted, records, refused }: Preview): string {
  if (refused === 0) return records === 1 ? "Its one row can become a payout" : `All ${figure(records)} rows can become payouts`;
  if (accepted === 0) return "No row can become a payout";
  return `${figure(accepted)} of ${figure(records)} rows can become payouts, ${figure(refused)} cannot`;
}

function Totals({ preview }: { preview: Preview }) {
  if (preview.totals.length === 0) return <p className="px-4 py-4 text-muted">Mend the rows below in your file, then choose it again.</p>;
  return (
    <div className="px-4 py-4">
      <h3 className="mb-2 text-sm text-muted">Total per currency</h3>
      <ul className="grid grid-cols-1 gap-x-8 gap-y-1 sm:grid-cols-2 lg:grid-cols-3">
        {preview.totals.map(({ currency, count, amount }) => (
          <li key={currency} className="flex items-baseline justify-between gap-3 border-b border-line py-1">
            <span className="font-medium tabular-nums">{amount}</span>
            <span className="text-sm text-muted tabular-nums">{counted(count, "payout")}</span>
          </li>
        ))}
      </ul>
      <p className="mt-4 max-w-prose text-muted">
        Creating them sends {counted(preview.accepted, "email")} at once. {preview.refused > 0 && "The refused rows are kept with the batch, with their reasons."}
      </p>
    </div>
  );
}

function Refusals({ preview }: { preview: Preview }) {
  const hidden = preview.refused - preview.refusedRows.length;
  return (
    <section aria-labelledby="refusals-heading">
      <h2 id="refusals-heading" className="mb-3 text-lg font-semibold">
        {counted(preview.refused, "row")} cannot become {preview.refused === 1 ? "a payout" : "payouts"}
      </h2>
      <Card>
        <Reasons reasons={preview.reasons} />
        <RefusedRows rows={preview.refusedRows} />
        {hidden > 0 && <p className="border-t border-line px-4 py-3 text-muted">and {counted(hidden, "more row")}. The batch&apos;s own page shows all of them.</p>}
      </Card>
    </section>
  );
}
