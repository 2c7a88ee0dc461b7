import { setTimeout as sleep } from "node:timers/promises";
import { and, eq, sql, type SQL } from "drizzle-orm";
import { db } from "@/db/client";
import { batches } from "@/db/schema/batches";
import { assertAdmin, type Actor } from "../actor";
import { backoffMs, claimDue, heldUnder, type Claim } from "../queue";
import { ClaimLost } from "./claim";
import { processBatch } from "./processing";
import { batchProgress, type BatchProgress } from "./progress";
import { getBatch, type Batch } from "./queries";
import { forget } from "./receiving";
import { processingStatus, underWay } from "./status";
import { takeTurn } from "./turn";
import { validateBatch } from "./validation";

// Written into the text, so that the partial index on batches under way can serve it.
const due = sql`${batches.status} in (${sql.join(underWay.map((status) => sql`${status}`), sql`, `)})`.inlineParams();

const progressEveryMs = 250;
/** Somebody is waiting in front of a progress bar. */
const longestWaitMs = 10 * 60_000;

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
 * Works on a batch in this process, beside whatever worker runs, until it waits for a review or has ended.
 * @returns the batch as it stands then
 * @throws DomainError `forbidden`, `not_found`
 */
export async function finishBatch(actor: Actor, id: string, onProgress: (progress: BatchProgress) => void = () => {}): Promise<Batch> {
  assertAdmin(actor);
  for (;;) {
    const progress = await batchProgress(actor, id);
    onProgress(progress);
    if (!underWay.includes(progress.status)) return getBatch(actor, id);
    const [claim] = await claimDue(batches, and(due, eq(batches.organizationId, actor.organizationId), eq(batches.id, id))!, 1);
    const step = claim ? workOn(claim, actor.requestId) : sleep(progressEveryMs);
    await watched(step, async () => onProgress(await batchProgress(actor, id)));
  }
}

/** Looks now and then while the work goes on. */
async function watched(work: Promise<void>, look: () => Promise<void>): Promise<void> {
  let working = true;
  const ended = work.finally(() => (working = false));
  ended.catch(() => undefined);
  for (;;) {
    await Promise.race([ended, sleep(progressEveryMs)]);
    if (!working) return ended;
    await look();
  }
}

async function workOn(claim: Claim, requestId: string): Promise<void> {
  try {
    const [batch] = await db.select({ status: batches.status, arrived: sql<boolean>`${batches.fileSha256} is not null` }).from(batches).where(heldUnder(batches, claim));
    if (!batch) return;
    if (!batch.arrived) await forget(claim.organizationId, claim.id);
    else if (batch.status === processingStatus) {
      if (await takeTurn(claim)) await processBatch(claim, requestId);
    } else await validateBatch(claim, requestId);
  } catch (error) {
    // Whoever took it over, or put it aside, goes on from here.
    if (error instanceof ClaimLost) return;
    await postpone(claim).catch(() => undefined);
    throw error;
  }
}

async function postpone(claim: Claim): Promise<void> {
  const wait: SQL = sql`now() + ${Math.min(backoffMs(claim.attempts), longestWaitMs)} * interval '1 millisecond'`;
  await db.update(batches).set({ nextAttemptAt: wait, leasedUntil: null }).where(heldUnder(batches, claim));
}
