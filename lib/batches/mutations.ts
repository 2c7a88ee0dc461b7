import { and, eq, sql } from "drizzle-orm";
import { z } from "zod";
import { transaction, type Tx } from "@/db/client";
import { batches } from "@/db/schema/batches";
import { assertAdmin, type Actor } from "@/lib/actor";
import { DomainError, notFound } from "@/lib/errors";
import { recordEvents } from "@/lib/events";
import { wake } from "@/lib/queue";
import { databaseNow } from "@/lib/time";
import { hasArrived } from "./matching";
import type { Batch } from "./queries";
import { dropStoredFile } from "./ingest/receive";
import { dropReviewRows } from "./ingest/review-rows";
import {
  batchStatusTable,
  discardable,
  discardedStatus,
  processingStatus,
  reviewStatus,
  type BatchMode,
} from "./status";

/** `acknowledgedDuplicates`: the admin has seen that rows repeat others, and means them. */
export type Decision = { acknowledgedDuplicates?: boolean };

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
    const batch = await held(tx, actor, id);
    const conflict = conflictWith(batch, mode, acknowledgedDuplicates);
    if (conflict) throw new DomainError("conflict", conflict);
    const decidedBy = actor.type === "user" ? actor.userId : null;
    await tx
      .update(batches)
      .set({ status: processingStatus, mode, decidedBy, attempts: 0, leasedUntil: null, nextAttemptAt: sql`now()` })
      .where(own(actor, id));
    await dropReviewRows(tx, batch);
    const data = {
      mode,
      accepted: batch.acceptedCount,
      refused: batch.refusedCount,
      acknowledged: batch.duplicateCount,
    };
    await recordEvents(tx, actor, [{ name: "batch.decided", occurredAt: await databaseNow(tx), batchId: id, data }]);
    await tx.execute(sql`select ${wake("batches")}`);
  });
}

function conflictWith(
  { status, refusedCount, duplicateCount }: Batch,
  mode: BatchMode,
  acknowledged: boolean,
): string | undefined {
  if (status !== reviewStatus) return `This batch does not wait for a decision: ${standing(status)}`;
  if (mode === "all_or_nothing" && refusedCount > 0)
    return "Rows of this file were refused, so “all or nothing” would create nothing. Create the valid rows, or discard the batch.";
  if (duplicateCount > 0 && !acknowledged)
    return "Some rows repeat the recipient, amount and currency of another payout. Confirm that they are meant before they are created.";
  return undefined;
}

/**
 * Puts a batch aside that has created nothing; its file can then be uploaded again.
 * @throws DomainError `forbidden`, `not_found`, `conflict` when it has created payouts or is about to
 */
export async function discardBatch(actor: Actor, id: string, reason?: string): Promise<void> {
  assertAdmin(actor);
  await transaction(
    async (tx) => {
      const batch = await held(tx, actor, id);
      if (!discardable.includes(batch.status))
        throw new DomainError("conflict", `This batch can no longer be discarded: ${standing(batch.status)}`);
      // The fence rises, so that a worker in the middle of it writes nothing more.
      await tx
        .update(batches)
        .set({ status: discardedStatus, fence: sql`${batches.fence} + 1`, leasedUntil: null })
        .where(own(actor, id));
      await dropStoredFile(tx, batch);
      await dropReviewRows(tx, batch);
      await recordEvents(tx, actor, [
        { name: "batch.discarded", occurredAt: await databaseNow(tx), batchId: id, reason },
      ]);
    },
    { deadlineMs: 30_000 },
  );
}

const standing = (status: Batch["status"]) =>
  `it is ${batchStatusTable[status].label.toLowerCase()}. Reload the page to see it.`;

const own = (actor: Actor, id: string) => and(eq(batches.organizationId, actor.organizationId), eq(batches.id, id));

/** The batch, kept from changing until the transaction ends. */
async function held(tx: Tx, actor: Actor, id: string): Promise<Batch> {
  if (!z.uuid().safeParse(id).success) throw notFound("batch");
  const [batch] = await tx
    .select()
    .from(batches)
    .where(and(own(actor, id), hasArrived))
    .for("update");
  if (!batch) throw notFound("batch");
  return batch;
}
