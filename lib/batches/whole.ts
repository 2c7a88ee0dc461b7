import { sql } from "drizzle-orm";
import { db, transaction, type Tx } from "@/db/client";
import { leaseMs } from "../queue";
import { databaseNow } from "../time";
import { bulkTransaction } from "./bulk";
import type { RefusedRecord } from "./cells";
import { ahead } from "./chunks";
import { writeChunk } from "./chunk-writing";
import { advance, lessAccepted, type Job } from "./claim";
import { end, endProcessing } from "./ending";
import { preparedChunks } from "./preparing";
import { rejectedStatus } from "./status";
import { writeRefusals, type Destination } from "./writing";

/** Two million rows take minutes; a transaction without an end would hold their references for ever. */
const deadlineMs = 3_600_000;
/** Enough to see what is wrong, few enough to keep in memory. */
const refusalsKept = 10_000;

/** Thrown to undo everything. */
class NotWhole extends Error {
  constructor(readonly refused: RefusedRecord[]) {
    super("not every row can become a payout");
  }
}

/**
 * Makes payouts of all rows of a batch in one transaction, or, when one of them can no longer be made, of none. A worker that dies midway
 * leaves nothing, so the next one starts anew.
 * @throws ClaimLost
 */
export async function processWhole(job: Job, to: Destination): Promise<void> {
  try {
    await bulkTransaction((tx) => writeWhole(tx, job, to), { deadlineMs });
  } catch (error) {
    if (!(error instanceof NotWhole)) throw error;
    await transaction((tx) => reject(tx, job, error.refused, to), { deadlineMs: 60_000 });
  }
}

async function writeWhole(tx: Tx, job: Job, to: Destination): Promise<void> {
  const refused: RefusedRecord[] = [];
  let createdCount = 0;
  // Should this process vanish without a goodbye, its locks keep every other worker from the batch no longer than a lease would.
  await tx.execute(sql`set local idle_in_transaction_session_timeout = ${sql.raw(String(leaseMs))}`);
  for await (const chunk of ahead(preparedChunks(job, 0, to))) {
    const written = await writeChunk(tx, job, chunk, to);
    createdCount += written.created;
    refused.push(...written.refused);
    if (refused.length >= refusalsKept) break;
    // For the progress bar alone, so outside the transaction.
    await advance(db, job.claim, { processedLine: chunk.lastLine });
  }
  if (refused.length > 0) throw new NotWhole(refused);
  await advance(tx, job.claim, { createdCount });
  await endProcessing(tx, job);
}

async function reject(tx: Tx, job: Job, refused: RefusedRecord[], to: Destination): Promise<void> {
  await advance(tx, job.claim, lessAccepted(refused.length));
  await writeRefusals(tx, job.claim, refused, "processing", to);
  await end(tx, job, rejectedStatus, await databaseNow(tx));
}
