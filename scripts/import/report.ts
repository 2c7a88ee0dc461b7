import type { Actor } from "@/lib/actor";
import { batchErrors, fileErrors, type RowError } from "@/lib/batches/error-queries";
import type { Batch } from "@/lib/batches/queries";
import { readingWords } from "@/lib/batches/ingest/columns";
import type { ReviewRow } from "@/lib/batches/ingest/review-rows";
import { repetitionWords } from "@/lib/batches/row-results";
import { awaitsAdmin, batchStatusTable, isDiscarded } from "@/lib/batches/status";
import { sheetNoteWords } from "@/lib/batches/hidden-rows";
import { formatMoney, toDecimal } from "@/lib/money";
import { counted } from "@/lib/plain-words";

/** What is said of an error, whether it was kept with a batch or found before there was one. */
type SaidError = Pick<RowError, "line" | "column" | "code" | "message" | "value" | "suggestion">;
type Judged = {
  fileName: string;
  batch: Batch;
  alreadyThere: boolean;
  dryRun: boolean;
  rowErrors: SaidError[];
  repetitions: ReviewRow[];
};
export type ImportOutcome = { fileName: string; faults: SaidError[] } | Judged;

const rowsReported = 100;
const rowsShown = 20;
const rows = (count: number) => counted(count, "row");

/** What a batch was refused for: the file as a whole, and its first refused rows. */
export async function importErrors(
  actor: Actor,
  batchId: string,
): Promise<{ fileFaults: SaidError[]; rowErrors: SaidError[] }> {
  const refused = await batchErrors(actor, batchId, {}, rowsReported);
  return { fileFaults: await fileErrors(actor, batchId), rowErrors: refused.rows.flatMap(({ errors }) => errors) };
}

/**
 * The outcome of the command, in one word. A batch that somebody else discarded before it was judged, or that still waits
 * for a decision, is undone.
 */
function kindOf({ batch, alreadyThere, dryRun }: Judged) {
  if (awaitsAdmin(batch)) return "waits_for_decision";
  if (isDiscarded(batch) && !(batch.dryRun && batch.validatedAt)) return "discarded";
  if (alreadyThere) return "already_there";
  return dryRun ? "dry_run" : "created";
}

/** Whether nothing is decided yet, or nothing ever will be: no payout was made, nor any row refused for good. */
export const isUndone = (outcome: Judged): boolean => ["waits_for_decision", "discarded"].includes(kindOf(outcome));

/** The outcome for a person at a shell. */
export function inWords(outcome: ImportOutcome): string {
  if ("faults" in outcome)
    return [`${outcome.fileName} was refused; nothing was created.`, ...outcome.faults.flatMap(faultLines)].join("\n");
  if (outcome.alreadyThere || isUndone(outcome)) return verdict(outcome);
  const { batch, rowErrors, repetitions } = outcome;
  const createsNothing = !outcome.dryRun && batch.createdCount < batch.acceptedCount;
  const shown = rowErrors.slice(0, rowsShown);
  const hidden = batch.refusedCount - new Set(shown.map(({ line }) => line)).size;
  return [
    verdict(outcome),
    ...(createsNothing ? [] : batch.totals).map(
      ({ currency, count, amountMinor }) =>
        `  ${count.toLocaleString("en-US")} × ${currency}: ${formatMoney(BigInt(amountMinor), currency)}`,
    ),
    ...(createsNothing ? [] : repetitionLines(batch, repetitions)),
    ...sheetNoteWords(batch),
    ...(batch.extraColumns.length > 0
      ? [`Columns that are kept with each payout: ${batch.extraColumns.map(({ name }) => name).join(", ")}`]
      : []),
    ...(batch.ignoredColumns.length > 0 ? [`Columns that were not read: ${batch.ignoredColumns.join(", ")}`] : []),
    ...readingWords(batch),
    ...(batch.refusedCount > 0 ? ["Refused:", ...shown.flatMap(faultLines)] : []),
    ...(hidden > 0 ? [`  … and ${rows(hidden)} more`] : []),
  ].join("\n");
}

function repetitionLines({ duplicateCount }: Batch, repetitions: readonly ReviewRow[]): string[] {
  if (duplicateCount === 0) return [];
  const shown = repetitions.slice(0, rowsShown);
  return [
    `Repeating the recipient, amount and currency of another payout, so that somebody may be paid twice: ${rows(duplicateCount)}`,
    ...shown.map((row) => `  line ${row.line}: repeats ${repetitionWords(row)}`),
    ...(duplicateCount > shown.length ? [`  … and ${rows(duplicateCount - shown.length)} more`] : []),
  ];
}

const refused = ({ refusedCount, skippedCount, setAsideCount }: Batch) =>
  [
    counted(refusedCount, "was refused", "were refused"),
    ...(skippedCount > 0 ? [`${skippedCount.toLocaleString("en-US")} hidden skipped`] : []),
    ...(setAsideCount > 0 ? [`${setAsideCount.toLocaleString("en-US")} set aside`] : []),
  ].join(", ");

function verdict(judged: Judged): string {
  const { fileName, batch, alreadyThere, dryRun } = judged;
  const counts = `${rows(batch.recordCount)}; ${counted(batch.createdCount, "became a payout", "became payouts")}, ${refused(batch)}`;
  const first = `"${batch.fileName}" (batch ${batch.id})`;
  const kind = kindOf(judged);
  if (kind === "waits_for_decision")
    return `${fileName} was uploaded before, as ${first}, and waits in the portal: nothing is created before an admin decides there. Discarded there, it can be imported.`;
  if (kind === "discarded") return `${fileName} was discarded in the portal, as ${first}; nothing was created.`;
  if (alreadyThere)
    return `${fileName} was uploaded before, as ${first}; nothing new is created. It is ${batchStatusTable[batch.status].label.toLowerCase()}: ${counts}.`;
  if (dryRun)
    return `${fileName}: ${rows(batch.recordCount)}; ${counted(batch.acceptedCount, "would become a payout", "would become payouts")}, ${batch.refusedCount.toLocaleString("en-US")} would be refused${batch.skippedCount > 0 ? `, ${batch.skippedCount.toLocaleString("en-US")} hidden would be skipped` : ""}. Nothing was created.`;
  const good = batch.acceptedCount - batch.createdCount;
  if (good > 0)
    return `${fileName}: ${rows(batch.recordCount)}; ${refused(batch)}, so nothing was created of the other ${good.toLocaleString("en-US")} (batch ${batch.id}).`;
  return `${fileName}: ${counts} (batch ${batch.id}).`;
}

const faultLines = ({ line, column, message, suggestion }: SaidError): string[] => [
  `  ${[line === null ? "" : `line ${line}`, column ?? ""].filter(Boolean).join(", ") || "file"}: ${message}`,
  ...(suggestion ? [`    ${suggestion}`] : []),
];

/** The outcome for a program: one object; amounts are plain decimals in text. */
export function asJson(outcome: ImportOutcome): string {
  if ("faults" in outcome)
    return JSON.stringify(
      { outcome: "file_refused", fileName: outcome.fileName, errors: outcome.faults.map(said) },
      null,
      2,
    );
  const { fileName, batch, alreadyThere, dryRun, rowErrors, repetitions } = outcome;
  return JSON.stringify(
    {
      outcome: kindOf(outcome),
      batchId: dryRun && !alreadyThere ? null : batch.id,
      status: batch.status,
      fileName,
      records: batch.recordCount,
      accepted: batch.acceptedCount,
      refused: batch.refusedCount,
      setAside: batch.setAsideCount,
      skipped: batch.skippedCount,
      created: batch.createdCount,
      duplicates: batch.duplicateCount,
      repetitions: repetitions.map(({ line, repeatsLine, repeatsReference }) => ({
        line,
        repeatsLine,
        repeatsReference,
      })),
      totals: batch.totals.map(({ currency, count, amountMinor }) => ({
        currency,
        count,
        amount: toDecimal(BigInt(amountMinor), currency),
      })),
      ...saidColumns(batch),
      ...saidNotes(batch),
      errors: rowErrors.map(said),
    },
    null,
    2,
  );
}

const saidColumns = (batch: Batch) => ({
  extraColumns: batch.extraColumns.map(({ name }) => name),
  ignoredColumns: batch.ignoredColumns,
  readingNotes: readingWords(batch),
});

const saidNotes = ({ hiddenRowCount, hiddenRows, sheetNotes }: Batch) => ({
  hiddenRows: { count: hiddenRowCount, answer: hiddenRows, first: sheetNotes?.firstHidden ?? [] },
  hiddenColumns: sheetNotes?.hiddenColumns ?? [],
  filtered: sheetNotes?.isFiltered ?? false,
  otherSheets: sheetNotes?.otherSheets ?? [],
});

const said = ({ line, column, code, message, value, suggestion }: SaidError) => ({
  line,
  column,
  code,
  message,
  value,
  suggestion,
});
