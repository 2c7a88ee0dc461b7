import { eq, sql } from "drizzle-orm";
import { db, transaction } from "@/db/client";
import { batches } from "@/db/schema/batches";
import type { Claim } from "@/lib/queue";
import { databaseNow } from "@/lib/time";
import { bulkTransaction } from "./bulk";
import { ahead } from "@/lib/batches/reading/chunks";
import { writeChunk } from "./chunk-writing";
import { advance, ClaimLost, jobOf, lessAccepted, type Job } from "./job";
import { endingDeadlineMs, endProcessing } from "./end";
import { Growth } from "./planner-statistics";
import { preparedChunks, type PreparedChunk } from "./prepare";
import { processWhole } from "./all-or-nothing";
import { writeRefusals } from "./writing";
import type { BatchCreation } from "@/lib/payouts/creation";

const deadlineMs = 30_000;

/**
 * Makes payouts of a decided batch's accepted rows, chunk by chunk: each with its events, its owed emails and the count
 * of how far the file has come in one transaction. Goes on behind the last line an earlier worker has committed.
 * @throws ClaimLost
 */
export async function processBatch(claim: Claim, requestId: string): Promise<void> {
  const job = await jobOf(claim, requestId);
  const to: BatchCreation = { batchId: claim.id, now: await databaseNow(db), lifetimeDays: job.lifetimeDays };
  if (job.batch.mode === "all_or_nothing") return processWhole(job, to);
  try {
    await processChunks(job, to, 2);
  } catch (error) {
    if (error instanceof ClaimLost) throw error;
    // Two chunks at once, beside another batch that shares references, can wait for each other in a ring that no
    // database sees.
    await processChunks(await jobOf(claim, requestId), to, 1);
  }
  await transaction((tx) => endProcessing(tx, job), { deadlineMs: endingDeadlineMs });
}

/**
 * Writes up to `atOnce` chunks at once, each on its own connection; they commit in the order of the file. Before the
 * server knows what comes, one.
 */
async function processChunks(job: Job, to: BatchCreation, atOnce: number): Promise<void> {
  const writing: Promise<void>[] = [];
  const growth = new Growth();
  let before: Promise<void> = Promise.resolve();
  let line = job.batch.processedLine;
  try {
    for await (const chunk of ahead(preparedChunks(job, job.batch.processedLine, to))) {
      before = commitChunk(job, to, { ...chunk, behind: line }, growth, before);
      line = chunk.lastLine;
      // Awaited below; until then its failure is nobody's.
      before.catch(() => undefined);
      writing.push(before);
      if (writing.length >= (growth.known ? atOnce : 1)) await writing.shift();
    }
  } finally {
    await Promise.allSettled(writing);
  }
  await Promise.all(writing);
}

function commitChunk(
  job: Job,
  to: BatchCreation,
  chunk: PreparedChunk & { behind: number },
  growth: Growth,
  before: Promise<void>,
): Promise<void> {
  return bulkTransaction(
    async (tx) => {
      const { created, refused } = await writeChunk(tx, job, chunk, to);
      // What is committed is always the file up to one line, whichever chunk was written first.
      await before;
      // Should it have been committed already, by a try whose answer was lost on the way, its rows would be refused for
      // the payouts they are.
      const behind = eq(batches.processedLine, chunk.behind);
      await advance(
        tx,
        job.claim,
        {
          createdCount: sql`${batches.createdCount} + ${created}`,
          processedLine: chunk.lastLine,
          ...lessAccepted(refused.length),
        },
        "further",
        behind,
      );
      await writeRefusals(tx, job.claim, refused, "processing", to);
      await growth.by(tx, created + refused.length);
    },
    { deadlineMs },
  );
}
