"use server";

import { z } from "zod";
import { adminAction } from "@/lib/web/action";
import { decideBatch, discardBatch } from "@/lib/batches/mutations";
import type { BatchMode } from "@/lib/batches/status";

const batchId = z.uuid("This batch does not exist.");
const modes = ["valid_rows", "all_or_nothing"] as const satisfies readonly BatchMode[];

const decision = z.object({
  batchId,
  mode: z.enum(modes, { error: "Choose what should be created." }),
  /** The tick of the review: "I know; create them anyway". */
  duplicates: z.literal("known").optional(),
});

/** The review's answer: the payouts are created in the background from here on. */
export const decide = adminAction(decision, async (actor, { batchId, mode, duplicates }) => {
  await decideBatch(actor, batchId, mode, { acknowledgedDuplicates: duplicates === "known" });
  return { message: "The payouts are being created. You can leave this page; the work goes on." };
});

/** Puts a batch aside that created nothing. */
export const discard = adminAction(z.object({ batchId }), async (actor, input) => {
  await discardBatch(actor, input.batchId);
  return { message: "Discarded. Nothing was created, and nobody was emailed." };
});
