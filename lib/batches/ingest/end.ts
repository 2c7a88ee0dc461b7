import { eq, and, sql } from "drizzle-orm";
import { transaction, type Tx } from "@/db/client";
import { ingestErrors } from "@/db/schema/ingest_errors";
import { payouts } from "@/db/schema/payouts";
import { refusedRows } from "@/db/schema/refused_rows";
import { systemActor } from "@/lib/actor";
import { recordEvents } from "@/lib/events";
import { MoneyTotals, type StoredTotals } from "@/lib/money-totals";
import { wake } from "@/lib/queue";
import { databaseNow } from "@/lib/time";
import { advance, authorOf, type Job } from "./job";
import type { IngestError } from "@/lib/ingest-errors/table";
import type { Batch } from "@/lib/batches/queries";
import { dropStoredFile } from "./receive";
import { dropReviewRows } from "./review-rows";
import {
  discardedStatus,
  finalStatus,
  processingStatus,
  rejectedStatus,
  reviewStatus,
  type BatchStatus,
} from "@/lib/batches/status";
import { writeErrors } from "./writing";

/**
 * A file of a million refused rows, given up at its last line, has them all to remove; one of a million payouts may
 * have them all to add up.
 */
export const endingDeadlineMs = 600_000;

/**
 * The whole file is judged: an admin is asked, or what was decided beforehand begins; a file of a watched folder is
 * held until that lets it go. With nothing to create the batch ends here, as a dry run does.
 */
export const endValidation = (job: Job): Promise<void> =>
  transaction(async (tx) => {
    const now = await databaseNow(tx);
    const batch = await advance(tx, job.claim, { validatedAt: now, bytesRead: job.batch.fileBytes });
    const data = { accepted: batch.acceptedCount, refused: batch.refusedCount };
    const system = systemActor(batch.organizationId, job.requestId);
    await recordEvents(tx, system, [{ name: "batch.validated", occurredAt: now, batchId: batch.id, data }]);
    const next = statusAfterValidation(batch);
    if (next === discardedStatus) return setAside(tx, job, now);
    if (next === rejectedStatus) return end(tx, job, next, now);
    const held = next === processingStatus && batch.folderPrint !== null;
    await advance(tx, job.claim, held ? {} : { status: next }, "end");
    await tx.execute(sql`select ${wake(held ? "imports" : "batches")}`);
  });

function statusAfterValidation({ acceptedCount, refusedCount, autoProcess, dryRun, mode }: Batch): BatchStatus {
  if (dryRun) return discardedStatus;
  if (acceptedCount === 0) return rejectedStatus;
  if (!autoProcess) return reviewStatus;
  return mode === "all_or_nothing" && refusedCount > 0 ? rejectedStatus : processingStatus;
}

/** The file cannot be used: whatever was kept of its rows goes, and its faults stay. */
export const rejectFile = (job: Job, faults: IngestError[]): Promise<void> =>
  transaction(
    async (tx) => {
      const { organizationId, id: batchId } = job.claim;
      const nothing = { recordCount: 0, acceptedCount: 0, refusedCount: 0, duplicateCount: 0, totals: [] };
      const now = await databaseNow(tx);
      await advance(tx, job.claim, { ...nothing, validatedAt: now });
      await tx
        .delete(ingestErrors)
        .where(and(eq(ingestErrors.organizationId, organizationId), eq(ingestErrors.batchId, batchId)));
      await tx
        .delete(refusedRows)
        .where(and(eq(refusedRows.organizationId, organizationId), eq(refusedRows.batchId, batchId)));
      await dropReviewRows(tx, job.claim);
      await writeErrors(
        tx,
        job.claim,
        faults.map((fault) => ({ ...fault, refusedRowId: null })),
        "validation",
        { batchId, now },
      );
      await (job.batch.dryRun ? setAside(tx, job, now) : end(tx, job, rejectedStatus, now));
    },
    { deadlineMs: endingDeadlineMs },
  );

/**
 * Whoever asked may be gone: a dry run never waits for anybody, and never stands in the way of its file. What was found
 * stays to be read.
 */
async function setAside(tx: Tx, job: Job, now: Date): Promise<void> {
  const batch = await advance(tx, job.claim, { status: discardedStatus }, "end");
  await dropStoredFile(tx, batch);
  await recordEvents(tx, systemActor(batch.organizationId, job.requestId), [
    { name: "batch.discarded", occurredAt: now, batchId: batch.id, reason: "It was a dry run" },
  ]);
}

/** Everything that will become a payout is one. */
export async function endProcessing(tx: Tx, job: Job): Promise<void> {
  const batch = await advance(tx, job.claim, {});
  if (new MoneyTotals(batch.totals).count !== batch.acceptedCount) {
    await advance(tx, job.claim, { totals: await createdTotals(tx, batch) });
  }
  await end(tx, job, finalStatus(batch.acceptedCount, batch.refusedCount), await databaseNow(tx));
}

/** Writes how the batch ended, with its event. */
export async function end(tx: Tx, job: Job, status: BatchStatus, now: Date): Promise<void> {
  const batch = await advance(tx, job.claim, { status, processedAt: now }, "end");
  const data = { accepted: batch.acceptedCount, refused: batch.refusedCount, created: batch.createdCount };
  await recordEvents(tx, authorOf(job), [{ name: "batch.processed", occurredAt: now, batchId: batch.id, data }]);
}

/** Counted again, because rows that were accepted once were refused at last. */
async function createdTotals(tx: Tx, { organizationId, id }: Batch): Promise<StoredTotals> {
  const rows = await tx.execute<{ currency: string; amountMinor: string; count: string }>(sql`
    select currency, sum(amount_minor)::text as "amountMinor", count(*)::text as count from ${payouts}
    where ${payouts.organizationId} = ${organizationId} and ${payouts.batchId} = ${id} group by currency`);
  return new MoneyTotals(rows).stored();
}
