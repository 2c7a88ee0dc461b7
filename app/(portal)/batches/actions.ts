"use server";

import { z } from "zod";
import { adminAction } from "@/lib/web/action";
import { hiddenRowsChoices } from "@/lib/batches/hidden-rows";
import { answerHiddenRows, decideBatch, discardBatch } from "@/lib/batches/mutations";
import type { BatchMode } from "@/lib/batches/status";

const batchId = z.uuid("This batch does not exist.");
const modes = ["valid_rows", "all_or_nothing"] as const satisfies readonly BatchMode[];

const decision = z.object({
  batchId,
  mode: z.enum(modes, { error: "Choose what should be created." }),
  /** The checkbox of the review: "I know … create them anyway". */
  duplicates: z.literal("known").optional(),
});

/** Decides the review. The payouts are then created in the background. */
export const decide = adminAction(decision, async (actor, { batchId, mode, duplicates }) => {
  await decideBatch(actor, batchId, mode, { acknowledgedDuplicates: duplicates === "known" });
  return { message: "The payouts are being created. You can leave this page; the work continues." };
});

const hiddenAnswer = z.object({
  batchId,
  answer: z.enum(hiddenRowsChoices, { error: "Choose what becomes of the hidden rows." }),
});

/** Says whether rows that the sheet hides are meant; the rows are then checked once more. */
export const answerHidden = adminAction(hiddenAnswer, async (actor, input) => {
  await answerHiddenRows(actor, input.batchId, input.answer);
  return { message: "The rows are being checked once more, with your answer." };
});

/** Discards a batch that created no payouts. */
export const discard = adminAction(z.object({ batchId }), async (actor, input) => {
  await discardBatch(actor, input.batchId);
  return { message: "The batch was discarded. Nothing was created, and nobody was emailed." };
});
