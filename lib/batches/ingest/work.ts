import { setTimeout as sleep } from "node:timers/promises";
import { and, eq, inArray, sql } from "drizzle-orm";
import { db, isDatabaseUnavailable } from "@/db/client";
import { batches } from "@/db/schema/batches";
import { assertAdmin, type Actor } from "@/lib/actor";
import { batchProgress, type BatchProgress } from "@/lib/batches/progress";
import { getBatch, type Batch } from "@/lib/batches/queries";
import { attemptsToValidate, deathsToValidate } from "@/lib/batches/progress";
import { isUnderWay, type BatchStatus, type WaitingFor } from "@/lib/batches/status";
import { ClaimLost } from "@/lib/batches/transition";
import { stands } from "@/lib/batches/transitions";
import { logFault } from "@/lib/fault";
import { ingestError } from "@/lib/ingest-errors/table";
import { backoffMs, claimDue, ownedByClaim, type Claim, type Due } from "@/lib/queue";
import { loadJob } from "./job";
import { processBatch } from "./processing";
import { deleteUnfinishedUpload } from "./receive";
import { takeTurn } from "./turn";
import { rejectFile, validateBatch } from "./validation";

type Work = (claim: Claim, requestId: string) => Promise<void>;

/** What a worker does with a due batch, by its status. An upload is due when it has long been silent. */
const workTable: Record<WaitingFor<"worker" | "sender">, Work> = {
  uploading: deleteUnfinishedUpload,
  received: validate,
  validating: validate,
  processing: processInTurn,
};

const dueStatuses = Object.keys(workTable) as (keyof typeof workTable)[];
// Written into the text, so that the partial index on due batches can serve it.
const open = inArray(batches.status, dueStatuses).inlineParams();
const due: Due[] = [{ open, order: "inTurn" }];

/**
 * Validates or processes one due batch, of any organization.
 * @returns how many were claimed: 0 or 1
 */
export async function workOnDueBatch(requestId: string): Promise<number> {
  const claim = await claimDue(batches, due);
  if (!claim) return 0;
  await workOn(claim, requestId);
  return 1;
}

async function workOn(claim: Claim, requestId: string): Promise<void> {
  try {
    const status = await claimedStatus(claim);
    if (status && isDue(status)) await workTable[status](claim, requestId);
  } catch (error) {
    // Another worker has the batch, or it was discarded.
    if (error instanceof ClaimLost) return;
    await retryLater(claim, requestId).catch((another: unknown) => logFault("batch retried later", requestId, another));
    throw error;
  }
}

const isDue = (status: BatchStatus): status is keyof typeof workTable => Object.hasOwn(workTable, status);

/** Undefined when the claim is lost. An attempt after another one has been failing since now at the latest. */
async function claimedStatus(claim: Claim): Promise<BatchStatus | undefined> {
  const failingSince = claim.attempts > 1 ? sql`coalesce(${batches.failingSince}, now())` : null;
  const [batch] = await db
    .update(batches)
    .set({ failingSince })
    .where(ownedByClaim(batches, claim))
    .returning({ status: batches.status });
  return batch?.status;
}

async function validate(claim: Claim, requestId: string): Promise<void> {
  if (claim.attempts <= deathsToValidate) return validateBatch(claim, requestId);
  // Worker after worker died of it, and none lived to log an error.
  logFault("batch that kills its workers", requestId, new Error());
  return rejectAfter(claim.attempts - 1, claim, requestId);
}

async function processInTurn(claim: Claim, requestId: string): Promise<void> {
  if (await takeTurn(claim)) await processBatch(claim, requestId);
}

/** Somebody is waiting in front of a progress bar. */
const longestWaitMs = 10 * 60_000;

/**
 * Ends a claim whose work ended in an error. A file that cannot be validated is rejected in the end, so that its sender
 * learns of it; a batch that is being processed may have payouts, and is tried for ever.
 * @param requestId under which the log has the error
 */
async function retryLater(claim: Claim, requestId: string): Promise<void> {
  const waitMs = Math.min(backoffMs(claim.attempts), longestWaitMs);
  const [batch] = await db
    .update(batches)
    .set({
      failures: sql`${batches.failures} + 1`,
      failingSince: sql`coalesce(${batches.failingSince}, now())`,
      failingRequestId: requestId,
      nextAttemptAt: sql`now() + ${waitMs} * interval '1 millisecond'`,
      leasedUntil: null,
    })
    .where(ownedByClaim(batches, claim))
    .returning();
  if (batch && batch.failures >= attemptsToValidate && stands("reject", batch))
    await rejectAfter(batch.failures, claim, requestId);
}

const rejectAfter = async (tries: number, claim: Claim, requestId: string): Promise<void> =>
  rejectFile(await loadJob(claim, requestId), [ingestError("checking_failed", { tries, request_id: requestId })]);

const progressEveryMs = 250;

/**
 * Works on a batch in this process, beside whatever worker runs, until it waits for a review or has ended. A database
 * that cannot be reached for a while is waited for.
 * @param patienceMs how long that may last
 * @returns the batch as it stands then
 * @throws DomainError `forbidden`, `not_found`; DatabaseUnavailable; whatever ended the work, which a worker tries
 * again
 */
export async function finishBatch(
  actor: Actor,
  id: string,
  onProgress: (progress: BatchProgress) => void = () => {},
  patienceMs = 120_000,
): Promise<Batch> {
  assertAdmin(actor);
  let unavailableSince: number | null = null;
  let isStalled = false;
  for (;;) {
    try {
      const progress = await batchProgress(actor, id);
      [unavailableSince, isStalled] = [null, progress.isStalled];
      onProgress(progress);
      if (!isUnderWay(progress)) return await getBatch(actor, id);
      await workOrWait(actor, id, onProgress);
    } catch (error) {
      unavailableSince ??= performance.now();
      const isOver = isStalled || performance.now() - unavailableSince >= patienceMs;
      if (!isDatabaseUnavailable(error) || isOver) throw error;
      await sleep(progressEveryMs);
    }
  }
}

/** Does what can be done for the batch now, or waits a moment where others do it. */
async function workOrWait(actor: Actor, id: string, onProgress: (progress: BatchProgress) => void): Promise<void> {
  const own = and(open, eq(batches.organizationId, actor.organizationId), eq(batches.id, id))!;
  const claim = await claimDue(batches, [{ open: own, order: "longest" }]);
  const work = claim ? workOn(claim, actor.requestId) : sleep(progressEveryMs);
  await whileWorking(work, async () => onProgress(await batchProgress(actor, id)));
}

/** Looks now and then while the work goes on; a look that gets no answer does not end it. */
async function whileWorking(work: Promise<void>, look: () => Promise<void>): Promise<void> {
  let working = true;
  const ended = work.finally(() => (working = false));
  ended.catch(() => undefined);
  for (;;) {
    await Promise.race([ended, sleep(progressEveryMs)]);
    if (!working) return ended;
    await look().catch((error: unknown) => {
      if (!isDatabaseUnavailable(error)) throw error;
    });
  }
}
