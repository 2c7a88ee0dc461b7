import { sql, type SQL } from "drizzle-orm";
import { db } from "@/db/client";
import { batches } from "@/db/schema/batches";
import { logFault } from "@/lib/fault";
import { backoffMs, heldUnder, type Claim } from "@/lib/queue";
import { jobOf } from "./job";
import { rejectFile } from "./end";
import { ingestError } from "@/lib/ingest-errors/table";
import { triesToCheck } from "@/lib/batches/stalled";
import { arrivedStatus, workingStatus } from "@/lib/batches/status";

/** Somebody is waiting in front of a progress bar. */
const longestWaitMs = 10 * 60_000;

/**
 * Puts a claim back whose work ended in an error. A file that cannot be checked is given up in the end, so that whoever
 * sent it learns of it; a batch that is being processed may have payouts, and is tried for ever.
 * @param requestId under which the log tells the error
 */
export async function putBack(claim: Claim, requestId: string): Promise<void> {
  const wait: SQL = sql`now() + ${Math.min(backoffMs(claim.attempts), longestWaitMs)} * interval '1 millisecond'`;
  const [batch] = await db
    .update(batches)
    .set({
      failures: sql`${batches.failures} + 1`,
      failingSince: sql`coalesce(${batches.failingSince}, now())`,
      failingRequestId: requestId,
      nextAttemptAt: wait,
      leasedUntil: null,
    })
    .where(heldUnder(batches, claim))
    .returning();
  if (!batch?.fileSha256 || batch.failures < triesToCheck) return;
  if (batch.status === arrivedStatus || batch.status === workingStatus) await giveUp(claim, requestId, batch.failures);
}

/** Gives a file up whose checking ended worker after worker, none of which lived to tell an error. */
export async function giveUpDeadly(claim: Claim, requestId: string): Promise<void> {
  logFault("batch that ends its workers", requestId, new Error());
  await giveUp(claim, requestId, claim.attempts - 1);
}

const giveUp = async (claim: Claim, requestId: string, tries: number): Promise<void> =>
  rejectFile(await jobOf(claim, requestId), [ingestError("checking_failed", { tries, request_id: requestId })]);
