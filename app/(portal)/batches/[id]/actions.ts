"use server";

import { z } from "zod";
import { adminAction } from "@/lib/web/action";
import { columnNames, type ColumnName } from "@/lib/payouts/fields/table";
import { correctBatch } from "@/lib/batches/repair/correction-file";
import { maxCorrectionBytes } from "@/lib/batches/repair/refused-file";
import { checkRepair, repairAll, repairRow, repairRows } from "@/lib/batches/repair/repair";
import { queuedEmailWords } from "@/lib/mail/smtp";
import { DomainError } from "@/lib/errors";
import { formatMoney } from "@/lib/money";
import { correctionView, createdWords, fileRefusal, repairView, retryWords, sentRow } from "./_repair/words";

const rowId = z.uuid("This row does not exist.");
const batchId = z.uuid("This batch does not exist.");
const cell = z.string().max(10_000, "This is far too long for a cell.").optional();
const row = z.object({
  rowId,
  /** The values of a ragged row are right as they stand. */ confirmed: z.literal("yes").optional(),
  ...(Object.fromEntries(columnNames.map((name) => [name, cell])) as Record<ColumnName, typeof cell>),
});
/** More than anybody mends by hand between two presses. */
const rowsTogether = 500;
const json = z.string().transform((text, context) => {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    context.addIssue("These rows cannot be read.");
    return z.NEVER;
  }
});
const rows = z.object({
  batchId,
  rows: json.pipe(
    z.array(row).min(1, "No row is ready yet.").max(rowsTogether, `Create at most ${rowsTogether} at once.`),
  ),
});
const mendedFile = z.object({
  batchId,
  file: z
    .instanceof(File, { error: "Choose the mended file first." })
    .refine((file) => file.name !== "", "Choose the mended file first.")
    .refine(
      (file) => file.size <= maxCorrectionBytes,
      "The file is larger than 10 MB. Send it in parts: each with the header line, every row once.",
    ),
});

/** Says what a refused row would become with these values; creates nothing. */
export const checkRow = adminAction(
  row,
  async (actor, { rowId, confirmed, ...values }) => ({
    message: "The row has been checked.",
    value: repairView(await checkRepair(actor, rowId, values, confirmed === "yes")),
  }),
  { reads: true },
);

/** Makes the payout of a refused row. */
export const repair = adminAction(row, async (actor, { rowId, confirmed, ...values }) => {
  const result = await repairRow(actor, rowId, values, confirmed === "yes");
  if ("faults" in result)
    throw new DomainError("invalid", result.faults[0]!.message, result.faults[0]!.column ?? undefined);
  const { payout } = result;
  return {
    message: `Created ${payout.reference}: ${formatMoney(payout.amountMinor, payout.currency)} to ${payout.recipientName}. Their email ${queuedEmailWords()}.`,
  };
});

/** Makes the payouts of refused rows that were mended one after another, all at once. */
export const repairTogether = adminAction(rows, async (actor, { batchId, rows }) => {
  const mends = new Map(rows.map(({ rowId, confirmed: _, ...values }) => [rowId, values]));
  const confirmed = new Set(rows.flatMap(({ rowId, confirmed }) => (confirmed ? [rowId] : [])));
  const outcomes = await repairRows(actor, batchId, mends, confirmed);
  return { message: createdWords(outcomes.filter((one) => "payoutId" in one).length), value: outcomes.map(sentRow) };
});

/** Tries every refused row of the batch again, as it stands. */
export const retryRows = adminAction(z.object({ batchId }), async (actor, input) => ({
  message: retryWords(await repairAll(actor, input.batchId)),
}));

/** Says what a mended file would create; creates nothing. */
export const checkMended = adminAction(
  mendedFile,
  async (actor, { batchId, file }) => {
    const result = await correctBatch(actor, batchId, new Uint8Array(await file.arrayBuffer()), {
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

/** Creates what a mended file mends; sent again, it creates nothing. */
export const correct = adminAction(mendedFile, async (actor, { batchId, file }) => {
  const result = await correctBatch(actor, batchId, new Uint8Array(await file.arrayBuffer()), { fileName: file.name });
  if ("fileFaults" in result)
    throw new DomainError("invalid", result.fileFaults.map(({ message }) => message).join(" "), "file");
  return { message: retryWords(result), value: correctionView(result) };
});
