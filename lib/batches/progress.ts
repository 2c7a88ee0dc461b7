import { db, type Executor } from "@/db/client";
import type { Actor } from "@/lib/actor";
import { getBatch, type Batch } from "./queries";
import { isUnderWay, type BatchStatus } from "./status";

/**
 * `share` of the present stage: of the file's bytes while it is validated, of its lines while it is processed; 1 when
 * nobody works on it. `isStalled`: it is tried again and again and makes no progress.
 */
export type BatchProgress = Pick<
  Batch,
  "status" | "recordCount" | "acceptedCount" | "refusedCount" | "createdCount"
> & { share: number; isStalled: boolean };

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
  const share = Math.min(1, shareTable[status](batch));
  return { status, recordCount, acceptedCount, refusedCount, createdCount, share, isStalled: stalled(batch) !== null };
}

const none = () => 0;
const all = () => 1;

const shareTable: Record<BatchStatus, (batch: Batch) => number> = {
  uploading: none,
  received: none,
  validating: ({ bytesRead, fileBytes }) => bytesRead / Math.max(1, fileBytes),
  awaiting_columns: none,
  awaiting_file_check: all,
  ready: all,
  processing: ({ processedLine, validatedLine }) => processedLine / Math.max(1, validatedLine),
  processed: all,
  partially_processed: all,
  rejected: all,
  discarded: all,
};

/** Attempts in a row that ended in an error, after which a file that cannot be validated is rejected. */
export const attemptsToValidate = 8;
/** Workers that died in a row; many, because a worker may die for reasons of its own. */
export const deathsToValidate = 30;

/** A restarted database costs an attempt or two and is not worth a notice. */
const attemptsWithoutNotice = 2;
const deathsWithoutNotice = 9;

/**
 * Work that makes no progress though it is tried again and again. `requestId` is under what the log has the cause; null
 * when no worker lived to log it.
 */
export type Stalled = { since: Date; requestId: string | null };

/** Whether the work on a batch is stalled, and since when; null too for one that nobody works on. */
export function stalled({ status, failures, attempts, failingSince, failingRequestId }: Batch): Stalled | null {
  // The attempt that is counted already may be the one that succeeds.
  const deaths = attempts - 1 - failures;
  const isFirst = failures <= attemptsWithoutNotice && deaths <= deathsWithoutNotice;
  if (failingSince === null || isFirst || !isUnderWay({ status })) return null;
  return { since: failingSince, requestId: failingRequestId };
}
