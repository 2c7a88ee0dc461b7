import { setTimeout as sleep } from "node:timers/promises";
import { and, eq, sql } from "drizzle-orm";
import { db, isDatabaseUnavailable } from "@/db/client";
import { batches } from "@/db/schema/batches";
import { assertAdmin, type Actor } from "@/lib/actor";
import { logFault } from "@/lib/fault";
import { claimDue, heldUnder, type Claim } from "@/lib/queue";
import { ClaimLost } from "./job";
import { giveUpDeadly, putBack } from "./give-up";
import { held } from "./file-check";
import { processBatch } from "./processing";
import { batchProgress, type BatchProgress } from "@/lib/batches/progress";
import { getBatch, type Batch } from "@/lib/batches/queries";
import { forget } from "./receive";
import { deathsToCheck } from "@/lib/batches/stalled";
import { processingStatus, underWay } from "@/lib/batches/status";
import { takeTurn } from "./turn";
import { validateBatch } from "./validation";

// Written into the text, so that the partial index on batches under way can serve it.
const due = sql`${batches.status} in (${sql.join(
  underWay.map((status) => sql`${status}`),
  sql`, `,
)}) and not ${held}`.inlineParams();

const progressEveryMs = 250;

/**
 * Validates or processes one due batch, of any organization.
 * @returns how many were taken up: 0 or 1
 */
export async function workOnDueBatch(requestId: string): Promise<number> {
  const [claim] = await claimDue(batches, due, 1);
  if (!claim) return 0;
  await workOn(claim, requestId);
  return 1;
}

/**
 * Works on a batch in this process, beside whatever worker runs, until it waits for a review or has ended. A database
 * that is away for a while is waited for.
 * @param patienceMs how long it may be away
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
  let awaySince: number | null = null;
  let standsStill = false;
  for (;;) {
    try {
      const progress = await batchProgress(actor, id);
      [awaySince, standsStill] = [null, progress.standsStill];
      onProgress(progress);
      if (!underWay.includes(progress.status)) return await getBatch(actor, id);
      await step(actor, id, onProgress);
    } catch (error) {
      awaySince ??= performance.now();
      if (!isDatabaseUnavailable(error) || standsStill || performance.now() - awaySince >= patienceMs) throw error;
      await sleep(progressEveryMs);
    }
  }
}

/** Does what can be done for the batch now, or waits a moment where others do. */
async function step(actor: Actor, id: string, onProgress: (progress: BatchProgress) => void): Promise<void> {
  const [claim] = await claimDue(
    batches,
    and(due, eq(batches.organizationId, actor.organizationId), eq(batches.id, id))!,
    1,
  );
  await watched(claim ? workOn(claim, actor.requestId) : sleep(progressEveryMs), async () =>
    onProgress(await batchProgress(actor, id)),
  );
}

/** Looks now and then while the work goes on, which no look ends that gets no answer. */
async function watched(work: Promise<void>, look: () => Promise<void>): Promise<void> {
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

async function workOn(claim: Claim, requestId: string): Promise<void> {
  try {
    const batch = await takenUp(claim);
    if (!batch) return;
    if (batch.fileSha256 === null) await forget(claim.organizationId, claim.id);
    else if (batch.status === processingStatus) {
      if (await takeTurn(claim)) await processBatch(claim, requestId);
    } else if (claim.attempts > deathsToCheck) await giveUpDeadly(claim, requestId);
    else await validateBatch(claim, requestId);
  } catch (error) {
    // Whoever took it over, or put it aside, goes on from here.
    if (error instanceof ClaimLost) return;
    await putBack(claim, requestId).catch((another: unknown) => logFault("batch put back", requestId, another));
    throw error;
  }
}

/**
 * What is to be worked on; undefined when the claim is lost. A try after another one stands still since now at the
 * latest.
 */
async function takenUp(claim: Claim): Promise<Batch | undefined> {
  const failingSince = claim.attempts > 1 ? sql`coalesce(${batches.failingSince}, now())` : null;
  const [batch] = await db.update(batches).set({ failingSince }).where(heldUnder(batches, claim)).returning();
  return batch;
}
