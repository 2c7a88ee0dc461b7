import { db, type Executor } from "@/db/client";
import type { Actor } from "@/lib/actor";
import { isHeld } from "./ingest/file-check";
import { getBatch, type Batch } from "./queries";
import { standstill } from "./stalled";
import { arrivedStatus, processingStatus, workingStatus } from "./status";

/**
 * `share` of the present stage: of the file's bytes while it is validated, of its lines while it is processed; 1 when
 * nothing is under way.
 */
export type BatchProgress = Pick<
  Batch,
  "status" | "recordCount" | "acceptedCount" | "refusedCount" | "createdCount"
> & {
  share: number /** It is tried again and again, and comes no further. */;
  standsStill: boolean /** It is checked, and waits for its folder to find the file unchanged. */;
  held: boolean;
};

/**
 * How far a batch has come.
 * @throws DomainError `not_found`
 */
export async function batchProgress(actor: Actor, id: string, executor: Executor = db): Promise<BatchProgress> {
  return progressOf(await getBatch(actor, id, executor));
}

/** The same of a batch that was read already. */
export function progressOf(batch: Batch): BatchProgress {
  const { status, recordCount, acceptedCount, refusedCount, createdCount } = batch;
  return {
    status,
    recordCount,
    acceptedCount,
    refusedCount,
    createdCount,
    share: Math.min(1, shareOf(batch)),
    standsStill: standstill(batch) !== null,
    held: isHeld(batch),
  };
}

function shareOf({ status, bytesRead, fileBytes, processedLine, validatedLine }: Batch): number {
  if (status === arrivedStatus) return 0;
  if (status === workingStatus) return bytesRead / Math.max(1, fileBytes);
  return status === processingStatus ? processedLine / Math.max(1, validatedLine) : 1;
}
