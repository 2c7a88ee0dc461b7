import type { IngestError } from "@/lib/batches/ingest-errors";
import type { BatchCreated, BatchPreview } from "@/lib/batches/mutations";
import type { Batch } from "@/lib/batches/queries";
import { formatMoney, toDecimal } from "@/lib/money";

export type ImportOutcome = { fileName: string; faults: IngestError[] } | { preview: BatchPreview; created: BatchCreated | null };

const rowsShown = 20;
const rows = (count: number) => (count === 1 ? "1 row" : `${count.toLocaleString("en-US")} rows`);

/** The outcome for a person at a shell. */
export function inWords(outcome: ImportOutcome): string {
  if ("faults" in outcome) return [`${outcome.fileName} was refused; nothing was created.`, ...outcome.faults.flatMap(faultLines)].join("\n");
  if (knownBatch(outcome)) return verdict(outcome);
  const { preview } = outcome;
  const hidden = preview.refused - Math.min(rowsShown, preview.refusedRows.length);
  return [
    verdict(outcome),
    ...preview.totals.map(({ currency, count, amountMinor }) => `  ${count.toLocaleString("en-US")} × ${currency}: ${formatMoney(amountMinor, currency)}`),
    ...(preview.ignoredColumns.length > 0 ? [`Columns that were not read: ${preview.ignoredColumns.join(", ")}`] : []),
    ...(preview.refused > 0 ? ["Refused:", ...preview.refusedRows.slice(0, rowsShown).flatMap(({ errors }) => errors.flatMap(faultLines))] : []),
    ...(hidden > 0 ? [`  … and ${rows(hidden)} more`] : []),
  ].join("\n");
}

type Judged = Extract<ImportOutcome, { preview: BatchPreview }>;

/** The batch that an earlier upload of this very file made. */
export const knownBatch = ({ preview, created }: Judged): Batch | null => (created?.alreadyThere ? created.batch : created ? null : preview.sameAs);

function verdict(outcome: Judged): string {
  const { preview, created } = outcome;
  const known = knownBatch(outcome);
  if (known) {
    const counts = `Of its ${rows(known.recordCount)}, ${known.acceptedCount} became payouts and ${known.refusedCount} were refused.`;
    return `${preview.fileName} was uploaded before, as "${known.fileName}" (batch ${known.id}); nothing new is created. ${counts}`;
  }
  if (!created) return `${preview.fileName}: ${rows(preview.records)}; ${preview.accepted} would become payouts, ${preview.refused} would be refused. Nothing was created.`;
  const { batch } = created;
  return `${batch.fileName}: ${rows(batch.recordCount)}; ${batch.acceptedCount} became payouts, ${batch.refusedCount} were refused (batch ${batch.id}).`;
}

const faultLines = ({ line, column, message, suggestion }: IngestError): string[] => [
  `  ${[line === null ? "" : `line ${line}`, column ?? ""].filter(Boolean).join(", ") || "file"}: ${message}`,
  `    ${suggestion}`,
];

/** The outcome for a program: one object; amounts are plain decimals in text. */
export function asJson(outcome: ImportOutcome): string {
  if ("faults" in outcome) return JSON.stringify({ outcome: "file_refused", fileName: outcome.fileName, errors: outcome.faults }, null, 2);
  const { preview, created } = outcome;
  const known = knownBatch(outcome);
  const batch = created?.batch ?? known;
  return JSON.stringify(
    {
      outcome: known ? "already_there" : created ? "created" : "dry_run",
      batchId: batch?.id ?? null,
      fileName: preview.fileName,
      records: batch?.recordCount ?? preview.records,
      accepted: batch?.acceptedCount ?? preview.accepted,
      refused: batch?.refusedCount ?? preview.refused,
      totals: (known ? [] : preview.totals).map(({ currency, count, amountMinor }) => ({ currency, count, amount: toDecimal(amountMinor, currency) })),
      ignoredColumns: preview.ignoredColumns,
      errors: (known ? [] : preview.refusedRows).flatMap((row) => row.errors),
    },
    null,
    2,
  );
}
