import { sql } from "drizzle-orm";
import { db, type Tx } from "@/db/client";
import { leaseMs } from "@/lib/queue";
import { databaseNow } from "@/lib/time";
import { bulkTransaction } from "./bulk";
import { ahead } from "@/lib/batches/reading/chunks";
import { refuseChunk, writeChunk } from "./chunk-writing";
import { advance, lessAccepted, type Job } from "./job";
import { end, endProcessing } from "./end";
import { Growth } from "./planner-statistics";
import { preparedChunks } from "./prepare";
import { rejectedStatus } from "@/lib/batches/status";
import { MoneyTotals } from "@/lib/money-totals";
import { writeRefusals } from "./writing";
import type { BatchCreation } from "@/lib/payouts/creation";

/** Two million rows take minutes; a transaction without an end would hold their references for ever. */
const deadlineMs = 3_600_000;

/** Thrown to undo everything. */
class NotWhole extends Error {
  constructor() {
    super("not every row can become a payout");
  }
}

/**
 * Makes payouts of all rows of a batch in one transaction, or, when one of them can no longer be made, of none: then
 * each row that cannot is refused, and the others are counted as good. A worker that dies midway leaves nothing, so the
 * next one starts anew.
 * @throws ClaimLost
 */
export async function processWhole(job: Job, to: BatchCreation): Promise<void> {
  try {
    await bulkTransaction((tx) => writeWhole(tx, job, to), { deadlineMs });
  } catch (error) {
    if (!(error instanceof NotWhole)) throw error;
    await bulkTransaction((tx) => reject(tx, job, to), { deadlineMs });
  }
}

async function writeWhole(tx: Tx, job: Job, to: BatchCreation): Promise<void> {
  let createdCount = 0;
  const growth = new Growth();
  await letGoWhenDead(tx);
  for await (const chunk of ahead(preparedChunks(job, 0, to))) {
    const { created, refused } = await writeChunk(tx, job, chunk, to);
    if (refused.length > 0) throw new NotWhole();
    createdCount += created;
    await growth.by(tx, created);
    // For the progress bar alone, so outside the transaction.
    await advance(db, job.claim, { processedLine: chunk.lastLine }, "way");
  }
  await advance(tx, job.claim, { createdCount });
  await endProcessing(tx, job);
}

/** Reads the file once more, because what refuses a row may stand anywhere in it; nothing of this is kept in memory. */
async function reject(tx: Tx, job: Job, to: BatchCreation): Promise<void> {
  const good = new MoneyTotals();
  let refusedCount = 0;
  const growth = new Growth();
  await letGoWhenDead(tx);
  for await (const chunk of ahead(preparedChunks(job, 0, to))) {
    const { still, refused } = await refuseChunk(tx, job, chunk, to);
    await writeRefusals(tx, job.claim, refused, "processing", to);
    good.add(still);
    refusedCount += refused.length;
    await growth.by(tx, refused.length);
  }
  if (refusedCount === 0) throw new Error("no row is left that kept the others from being created");
  await advance(tx, job.claim, { ...lessAccepted(refusedCount), totals: good.stored() });
  await end(tx, job, rejectedStatus, await databaseNow(tx));
}

/**
 * Should this process vanish without a goodbye, its locks keep every other worker from the batch no longer than a lease
 * would.
 */
const letGoWhenDead = (tx: Tx) =>
  tx.execute(sql`set local idle_in_transaction_session_timeout = ${sql.raw(String(leaseMs))}`);
