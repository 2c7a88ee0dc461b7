"use server";

import { z } from "zod";
import { adminAction } from "@/lib/web/action";
import { columnNames, type ColumnName } from "@/lib/payouts/fields/table";
import { applyCorrectionFile } from "@/lib/batches/repair/correction-file";
import { maxCorrectionBytes } from "@/lib/batches/repair/refused-rows-file";
import { checkRepair, repairAll, repairRow, repairRows } from "@/lib/batches/repair/repair";
import { setAside } from "@/lib/batches/repair/setting-aside";
import { repairBySuggestion } from "@/lib/batches/repair/suggested-repairs";
import { incomingText } from "@/lib/incoming-text";
import { ingestErrorCodes } from "@/lib/ingest-errors/table";
import { counted } from "@/app/(portal)/_ui/figures";
import { queuedEmailWords } from "@/lib/mail/smtp";
import { DomainError } from "@/lib/errors";
import { formatMoney } from "@/lib/money";
import { correctionView, createdWords, fileRefusal, repairView, retryWords, sentRow } from "./_repair/words";

function parsed(text: string, context: z.RefinementCtx): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    context.addIssue("These rows could not be read. Reload the page and try again.");
    return z.NEVER;
  }
}

const rowId = z.uuid("This row does not exist.");
const batchId = z.uuid("This batch does not exist.");
const cell = z.string().max(10_000, "This is too long for a cell.").optional();
/** More than a batch keeps, each with its cell. */
const longestExtra = 200_000;
const row = z.object({
  rowId,
  /** The cells of its extra columns as JSON, each under the name that the file has for it. */
  extra: z
    .string()
    .max(longestExtra, "This is too long for cells.")
    .default("{}")
    .transform(parsed)
    .pipe(z.record(z.string(), z.string().max(10_000, "This is too long for a cell."))),
  /** For a row with too many or too few cells: each value is in the right field. */
  confirmed: z.literal("yes").optional(),
  ...(Object.fromEntries(columnNames.map((name) => [name, cell])) as Record<ColumnName, typeof cell>),
});
/** More than an admin repairs by hand at a time. */
const rowsTogether = 500;
const rows = z.object({
  batchId,
  rows: z
    .string()
    .transform(parsed)
    .pipe(z.array(row).min(1, "No row is ready yet.").max(rowsTogether, `Create at most ${rowsTogether} at once.`)),
});
const correctionFile = z.object({
  batchId,
  file: z
    .instanceof(File, { error: "Choose the correction file first." })
    .refine((file) => file.name !== "", "Choose the correction file first.")
    .refine(
      (file) => file.size <= maxCorrectionBytes,
      "The file is larger than 10 MB. Upload it in parts: each part with the header line, and each row only once.",
    ),
});

/** Checks a refused row with these values; creates nothing. */
export const checkRow = adminAction(
  row,
  async (actor, { rowId, confirmed, extra, ...values }) => ({
    message: "The row has been checked.",
    value: repairView(await checkRepair(actor, rowId, values, confirmed === "yes", extra)),
  }),
  { reads: true },
);

/** Creates the payout of a refused row. */
export const repair = adminAction(row, async (actor, { rowId, confirmed, extra, ...values }) => {
  const result = await repairRow(actor, rowId, values, confirmed === "yes", extra);
  if ("faults" in result)
    throw new DomainError("invalid", result.faults[0]!.message, result.faults[0]!.column ?? undefined);
  const { payout } = result;
  return {
    message: `Created ${payout.reference}: ${formatMoney(payout.amountMinor, payout.currency)} to ${payout.recipientName}. Their email ${queuedEmailWords()}.`,
  };
});

/** Creates the payouts of several repaired rows together. */
export const repairTogether = adminAction(rows, async (actor, { batchId, rows }) => {
  const repairs = new Map(rows.map(({ rowId, confirmed: _, extra: __, ...values }) => [rowId, values]));
  const others = new Map(rows.map(({ rowId, extra }) => [rowId, extra]));
  const confirmed = new Set(rows.flatMap(({ rowId, confirmed }) => (confirmed ? [rowId] : [])));
  const outcomes = await repairRows(actor, batchId, repairs, confirmed, others);
  return { message: createdWords(outcomes.filter((one) => "payoutId" in one).length), value: outcomes.map(sentRow) };
});

/** Checks every refused row of the batch again, and creates the payouts of the rows that are good now. */
export const retryRows = adminAction(z.object({ batchId }), async (actor, input) => ({
  message: retryWords(await repairAll(actor, input.batchId)),
}));

const ofReason = z.object({
  batchId,
  code: z.enum(ingestErrorCodes, "Reload the page: this reason is not known."),
});

/** Says what the suggested values of all rows with one error would create; creates nothing. */
export const checkSuggestions = adminAction(
  ofReason,
  async (actor, { batchId, code }) => ({
    message: "The rows have been checked.",
    value: correctionView(await repairBySuggestion(actor, batchId, code, { dry: true })),
  }),
  { reads: true },
);

/** Repairs all rows with one error with the value that it suggests; done again, it creates nothing. */
export const applySuggestions = adminAction(ofReason, async (actor, { batchId, code }) => {
  const tally = await repairBySuggestion(actor, batchId, code);
  return { message: retryWords(tally), value: correctionView(tally) };
});

const asideReason = incomingText(
  z.string().min(1, "Enter a reason, such as: this is the line of totals.").max(500, "Use at most 500 characters."),
  { joiners: true, lineBreaks: true },
);
const asideMessage = (rows: number) => `${counted(rows, "row")} set aside. Nothing was created.`;

/** Sets one refused row aside: it is no payment. */
export const setRowAside = adminAction(
  z.object({ batchId, rowId, reason: asideReason }),
  async (actor, { batchId, rowId, reason }) => ({
    message: asideMessage(await setAside(actor, batchId, { rowIds: [rowId] }, reason)),
  }),
);

/** Sets all rows with one error aside. */
export const setReasonAside = adminAction(
  ofReason.extend({ reason: asideReason }),
  async (actor, { batchId, code, reason }) => ({
    message: asideMessage(await setAside(actor, batchId, { code }, reason)),
  }),
);

/** Says what a correction file would create; creates nothing. */
export const checkCorrection = adminAction(
  correctionFile,
  async (actor, { batchId, file }) => {
    const result = await applyCorrectionFile(actor, batchId, new Uint8Array(await file.arrayBuffer()), {
      fileName: file.name,
      dry: true,
    });
    return {
      message: "The file has been checked.",
      value: "fileFaults" in result ? fileRefusal(result.fileFaults) : correctionView(result),
    };
  },
  { reads: true },
);

/** Creates the payouts of the rows that a correction file repairs; uploaded again, it creates nothing. */
export const uploadCorrection = adminAction(correctionFile, async (actor, { batchId, file }) => {
  const result = await applyCorrectionFile(actor, batchId, new Uint8Array(await file.arrayBuffer()), {
    fileName: file.name,
  });
  if ("fileFaults" in result)
    throw new DomainError("invalid", result.fileFaults.map(({ message }) => message).join(" "), "file");
  return { message: retryWords(result), value: correctionView(result) };
});
