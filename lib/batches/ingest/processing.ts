import { eq, sql } from "drizzle-orm";
import { db, transaction, type Tx } from "@/db/client";
import { batches } from "@/db/schema/batches";
import { payouts } from "@/db/schema/payouts";
import type { Batch } from "@/lib/batches/queries";
import { prefetch } from "@/lib/batches/reading/chunks";
import { MoneyTotals } from "@/lib/money-totals";
import { ClaimLost, moveBatch, saveProgress } from "@/lib/batches/transition";
import { endOfProcessing } from "@/lib/batches/transitions";
import type { BatchCreation } from "@/lib/payouts/creation";
import { leaseMs, type Claim } from "@/lib/queue";
import { databaseNow } from "@/lib/time";
import { checkChunk, createChunk, preparedChunks, type PreparedChunk } from "./chunk";
import { lessAccepted, loadJob, type Job } from "./job";
import { writeRefusals } from "./refusals";

const chunkDeadlineMs = 30_000;
/** Two million rows take minutes; a transaction without an end would keep their references locked for ever. */
const allOrNothingDeadlineMs = 3_600_000;
/** A batch of a million payouts may have them all to add up. */
const endDeadlineMs = 600_000;

/**
 * Creates the payouts of a decided batch's accepted rows. Unless the file is all or nothing, that is done chunk by
 * chunk: each with its events, its emails and how far the file has come in one transaction; it goes on behind the last
 * line that an earlier worker committed.
 * @throws ClaimLost
 */
export async function processBatch(claim: Claim, requestId: string): Promise<void> {
  const job = await loadJob(claim, requestId);
  const to: BatchCreation = { batchId: claim.id, now: await databaseNow(db), lifetimeDays: job.lifetimeDays };
  if (job.batch.mode === "all_or_nothing") return processAllOrNothing(job, to);
  try {
    await processChunks(job, to, 2);
  } catch (error) {
    if (error instanceof ClaimLost) throw error;
    // Two chunks at once, beside another batch that shares references, can wait for each other in a circle that no
    // database sees.
    await processChunks(await loadJob(claim, requestId), to, 1);
  }
  await transaction((tx) => endProcessing(tx, job), { deadlineMs: endDeadlineMs });
}

/**
 * Writes up to `atOnce` chunks at once, each on its own connection; they commit in the order of the file.
 */
async function processChunks(job: Job, to: BatchCreation, atOnce: number): Promise<void> {
  const writing: Promise<void>[] = [];
  let before: Promise<void> = Promise.resolve();
  let line = job.batch.processedLine;
  try {
    for await (const chunk of prefetch(preparedChunks(job, job.batch.processedLine, to))) {
      before = commitChunk(job, to, { ...chunk, behind: line }, before);
      line = chunk.lastLine;
      // Awaited below, where it is thrown; until then it is no unhandled rejection.
      before.catch(() => undefined);
      writing.push(before);
      if (writing.length >= atOnce) await writing.shift();
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
  before: Promise<void>,
): Promise<void> {
  return transaction(
    async (tx) => {
      const { created, refused } = await createChunk(tx, job, chunk, to);
      // What is committed is always the file up to one line, whichever chunk was written first.
      await before;
      const changes = {
        createdCount: sql`${batches.createdCount} + ${created}`,
        processedLine: chunk.lastLine,
        ...lessAccepted(refused.length),
      };
      // Should it have been committed already, by an attempt whose answer was lost, its rows would be refused for the
      // payouts they are.
      const behind = eq(batches.processedLine, chunk.behind);
      await saveProgress(tx, job.claim, changes, "progress", behind);
      await writeRefusals(tx, job.claim, refused, "processing", to.now);
    },
    { deadlineMs: chunkDeadlineMs },
  );
}

/** Thrown to undo everything. */
class RowRefused extends Error {
  constructor() {
    super("not every row can become a payout");
  }
}

/**
 * Creates the payouts of all rows in one transaction, or, when one of them can no longer be created, none: then each
 * row that cannot is refused, and the others are counted as good. A worker that dies midway leaves nothing, so the next
 * one starts anew.
 */
async function processAllOrNothing(job: Job, to: BatchCreation): Promise<void> {
  const options = { deadlineMs: allOrNothingDeadlineMs };
  try {
    await transaction((tx) => createAll(tx, job, to), options);
  } catch (error) {
    if (!(error instanceof RowRefused)) throw error;
    await transaction((tx) => rejectAll(tx, job, to), options);
  }
}

async function createAll(tx: Tx, job: Job, to: BatchCreation): Promise<void> {
  let createdCount = 0;
  await releaseLocksOfDeadProcess(tx);
  for await (const chunk of prefetch(preparedChunks(job, 0, to))) {
    const { created, refused } = await createChunk(tx, job, chunk, to);
    if (refused.length > 0) throw new RowRefused();
    createdCount += created;
    // For the progress bar alone, so outside the transaction.
    await saveProgress(db, job.claim, { processedLine: chunk.lastLine }, "heartbeat");
  }
  await saveProgress(tx, job.claim, { createdCount });
  await endProcessing(tx, job);
}

/** Reads the file once more, because what refuses a row may stand anywhere in it; nothing of this is kept in memory. */
async function rejectAll(tx: Tx, job: Job, to: BatchCreation): Promise<void> {
  const good = new MoneyTotals();
  let refusedCount = 0;
  await releaseLocksOfDeadProcess(tx);
  for await (const chunk of prefetch(preparedChunks(job, 0, to))) {
    const { accepted, refused } = await checkChunk(tx, job, chunk, to);
    await writeRefusals(tx, job.claim, refused, "processing", to.now);
    good.add(accepted);
    refusedCount += refused.length;
  }
  if (refusedCount === 0) throw new Error("no row is left that kept the others from being created");
  await moveBatch(tx, job, "rejectProcessing", { set: { ...lessAccepted(refusedCount), totals: good.stored() } });
}

/** Should this process die without closing its connection, its locks keep every other worker from the batch no longer than a lease. */
const releaseLocksOfDeadProcess = (tx: Tx) =>
  tx.execute(sql`set local idle_in_transaction_session_timeout = ${sql.raw(String(leaseMs))}`);

/** Everything that will become a payout is one. */
async function endProcessing(tx: Tx, job: Job): Promise<void> {
  const batch = await saveProgress(tx, job.claim, {});
  const { count } = new MoneyTotals(batch.totals);
  const set = count === batch.acceptedCount ? {} : { totals: await createdTotals(tx, batch) };
  await moveBatch(tx, job, endOfProcessing(batch), { set });
}

/** Counted again, because rows that were accepted once were refused later. */
async function createdTotals(tx: Tx, { organizationId, id }: Batch): Promise<Batch["totals"]> {
  const rows = await tx.execute<{ currency: string; amountMinor: string; count: string }>(sql`
    select currency, sum(amount_minor)::text as "amountMinor", count(*)::text as count from ${payouts}
    where ${payouts.organizationId} = ${organizationId} and ${payouts.batchId} = ${id} and ${payouts.line} is not null group by currency`);
  return new MoneyTotals(rows).stored();
}
