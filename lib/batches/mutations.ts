import { and, eq } from "drizzle-orm";
import { z } from "zod";
import { transaction, type Tx } from "@/db/client";
import { batches } from "@/db/schema/batches";
import { assertAdmin, type Actor } from "@/lib/actor";
import { DomainError, notFound } from "@/lib/errors";
import { isUnanswered, type HiddenRowsChoice } from "./hidden-rows";
import { deleteReviewRows } from "./ingest/review-rows";
import { deleteStoredFile } from "./ingest/stored-file";
import { hasArrived } from "./matching";
import type { Batch } from "./queries";
import type { BatchMode } from "./status";
import { moveBatch, type BatchChanges } from "./transition";
import { refusalWords, stands } from "./transitions";

/**
 * What a batch is before its validation begins. The worker deletes what was kept of its rows and errors when it does; until
 * then they are of a reading that counts no more.
 */
export const nothingValidated = {
  recordCount: 0,
  acceptedCount: 0,
  refusedCount: 0,
  skippedCount: 0,
  setAsideCount: 0,
  duplicateCount: 0,
  totals: [],
  bytesRead: 0,
  validatedLine: 0,
  validatedAt: null,
  lastErrorMinute: null,
} satisfies BatchChanges;

/** `acknowledgedDuplicates`: the admin has seen that rows repeat others, and means them. */
type Decision = { acknowledgedDuplicates?: boolean };

/**
 * The review's answer: what becomes of the batch's good rows. Processing starts in the background.
 * @throws DomainError `forbidden`, `not_found`, `conflict` when it is not waiting for a review (any more), has
 * duplicates that were not acknowledged, or has refused rows and is to be all or nothing
 */
export async function decideBatch(
  actor: Actor,
  id: string,
  mode: BatchMode,
  { acknowledgedDuplicates = false }: Decision = {},
): Promise<void> {
  assertAdmin(actor);
  await transaction(async (tx) => {
    const batch = await lockBatch(actor, tx, id);
    const conflict = conflictWith(batch, mode, acknowledgedDuplicates);
    if (conflict) throw new DomainError("conflict", conflict);
    await moveBatch(tx, { actor, id }, "decide", {
      set: { mode, decidedBy: actor.type === "user" ? actor.userId : null },
    });
    await deleteReviewRows(tx, batch);
  });
}

/**
 * Says whether rows that the sheet does not show are meant. The batch is then checked once more, and reviewed again.
 * Safe to repeat.
 * @throws DomainError `forbidden`, `not_found`, `conflict` when it is not waiting for a review, or hides no row
 */
export async function answerHiddenRows(actor: Actor, id: string, answer: HiddenRowsChoice): Promise<void> {
  assertAdmin(actor);
  await transaction(async (tx) => {
    const batch = await lockBatch(actor, tx, id);
    if (batch.hiddenRows === answer) return;
    if (stands("answerHiddenRows", batch) && batch.hiddenRowCount === 0)
      throw new DomainError("conflict", "This file has no hidden rows.");
    await moveBatch(tx, { actor, id }, "answerHiddenRows", { set: { ...nothingValidated, hiddenRows: answer } });
  });
}

function conflictWith(batch: Batch, mode: BatchMode, acknowledged: boolean): string | undefined {
  if (!stands("decide", batch)) return refusalWords("decide", batch);
  if (isUnanswered(batch)) return "Say first whether the rows that the sheet hides are meant.";
  if (mode === "all_or_nothing" && batch.refusedCount > 0)
    return "Rows of this file were refused, so “all or nothing” would create nothing. Create the valid rows, or discard the batch.";
  if (batch.duplicateCount > 0 && !acknowledged)
    return "Some rows repeat the recipient, amount and currency of another payout. Confirm that they are meant before they are created.";
  return undefined;
}

/** The batch, kept from changing until the transaction ends. @throws DomainError `not_found` */
export async function lockBatch(actor: Actor, tx: Tx, id: string): Promise<Batch> {
  if (!z.uuid().safeParse(id).success) throw notFound("batch");
  const [batch] = await tx
    .select()
    .from(batches)
    .where(and(eq(batches.organizationId, actor.organizationId), eq(batches.id, id), hasArrived))
    .for("update");
  if (!batch) throw notFound("batch");
  return batch;
}

/**
 * Discards a batch that has created nothing; its file can then be uploaded again.
 * @throws DomainError `forbidden`, `not_found`, `conflict` when it has created payouts or is about to
 */
export async function discardBatch(actor: Actor, id: string, reason?: string): Promise<void> {
  await transaction(
    async (tx) => {
      const batch = await moveBatch(tx, { actor, id }, "discard", { reason });
      await deleteStoredFile(tx, batch);
      await deleteReviewRows(tx, batch);
    },
    { deadlineMs: 30_000 },
  );
}
