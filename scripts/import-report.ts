import type { Actor } from "@/lib/actor";
import { batchErrors, fileErrors, type RowError } from "@/lib/batches/error-queries";
import type { Batch } from "@/lib/batches/queries";
import { batchStatusTable } from "@/lib/batches/status";
import { formatMoney, toDecimal } from "@/lib/money";

/** What is said of an error, whether it was kept with a batch or found before there was one. */
type SaidError = Pick<RowError, "line" | "column" | "code" | "message" | "value" | "suggestion">;
type Judged = { fileName: string; batch: Batch; alreadyThere: boolean; dryRun: boolean; rowErrors: SaidError[] };
export type ImportOutcome = { fileName: string; faults: SaidError[] } | Judged;

const rowsTold = 100;
const rowsShown = 20;
const rows = (count: number) => (count === 1 ? "1 row" : `${count.toLocaleString("en-US")} rows`);

/** What a batch was refused for: the file as a whole, and its first refused rows. */
export async function importErrors(actor: Actor, batchId: string): Promise<{ fileFaults: SaidError[]; rowErrors: SaidError[] }> {
  const refused = await batchErrors(actor, batchId, 0, rowsTold);
  return { fileFaults: await fileErrors(actor, batchId), rowErrors: refused.rows.flatMap(({ errors }) => errors) };
}

/** The outcome for a person at a shell. */
export function inWords(outcome: ImportOutcome): string {
  if ("faults" in outcome) return [`${outcome.fileName} was refused; nothing was created.`, ...outcome.faults.flatMap(faultLines)].join("\n");
  if (outcome.alreadyThere) return verdict(outcome);
  const { batch, rowErrors } = outcome;
  const createsNothing = !outcome.dryRun && batch.createdCount < batch.acceptedCount;
  const shown = rowErrors.slice(0, rowsShown);
  const hidden = batch.refusedCount - new Set(shown.map(({ line }) => line)).size;
  return [
    verdict(outcome),
    ...(createsNothing ? [] : batch.totals).map(({ currency, count, amountMinor }) => `  ${count.toLocaleString("en-US")} × ${currency}: ${formatMoney(BigInt(amountMinor), currency)}`),
    ...(batch.duplicateCount > 0 && !createsNothing ? [`Repeating the recipient, amount and currency of another payout: ${rows(batch.duplicateCount)}`] : []),
    ...(batch.ignoredColumns.length > 0 ? [`Columns that were not read: ${batch.ignoredColumns.join(", ")}`] : []),
    ...(batch.refusedCount > 0 ? ["Refused:", ...shown.flatMap(faultLines)] : []),
    ...(hidden > 0 ? [`  … and ${rows(hidden)} more`] : []),
  ].join("\n");
}

const refused = ({ refusedCount }: Batch) => `${refusedCount.toLocaleString("en-US")} ${refusedCount === 1 ? "was" : "were"} refused`;

function verdict({ fileName, batch, alreadyThere, dryRun }: Judged): string {
  const counts = `${rows(batch.recordCount)}; ${batch.createdCount.toLocaleString("en-US")} became payouts, ${refused(batch)}`;
  if (alreadyThere) return `${fileName} was uploaded before, as "${batch.fileName}" (batch ${batch.id}); nothing new is created. It is ${batchStatusTable[batch.status].label.toLowerCase()}: ${counts}.`;
  if (dryRun) return `${fileName}: ${rows(batch.recordCount)}; ${batch.acceptedCount.toLocaleString("en-US")} would become payouts, ${batch.refusedCount.toLocaleString("en-US")} would be refused. Nothing was created.`;
  const good = batch.acceptedCount - batch.createdCount;
  if (good > 0) return `${fileName}: ${rows(batch.recordCount)}; ${refused(batch)}, so nothing was created of the other ${good.toLocaleString("en-US")} (batch ${batch.id}).`;
  return `${fileName}: ${counts} (batch ${batch.id}).`;
}

const faultLines = ({ line, column, message, suggestion }: SaidError): string[] => [
  `  ${[line === null ? "" : `line ${line}`, column ?? ""].filter(Boolean).join(", ") || "file"}: ${message}`,
  ...(suggestion ? [`    ${suggestion}`] : []),
];

/** The outcome for a program: one object; amounts are plain decimals in text. */
export function asJson(outcome: ImportOutcome): string {
  if ("faults" in outcome) return JSON.stringify({ outcome: "file_refused", fileName: outcome.fileName, errors: outcome.faults.map(said) }, null, 2);
  const { fileName, batch, alreadyThere, dryRun, rowErrors } = outcome;
  return JSON.stringify(
    {
      outcome: alreadyThere ? "already_there" : dryRun ? "dry_run" : "created",
      batchId: dryRun && !alreadyThere ? null : batch.id,
      status: batch.status,
      fileName,
      records: batch.recordCount,
      accepted: batch.acceptedCount,
      refused: batch.refusedCount,
      created: batch.createdCount,
      duplicates: batch.duplicateCount,
      totals: batch.totals.map(({ currency, count, amountMinor }) => ({ currency, count, amount: toDecimal(BigInt(amountMinor), currency) })),
      ignoredColumns: batch.ignoredColumns,
      errors: rowErrors.map(said),
    },
    null,
    2,
  );
}

const said = ({ line, column, code, message, value, suggestion }: SaidError) => ({ line, column, code, message, value, suggestion });
