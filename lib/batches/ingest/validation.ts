import { sql } from "drizzle-orm";
import { db } from "@/db/client";
import { batches } from "@/db/schema/batches";
import { renewLease, type Claim } from "@/lib/queue";
import { bulkTransaction } from "./bulk";
import { ahead, chunksOf, type Chunk } from "@/lib/batches/reading/chunks";
import { advance, ClaimLost, jobOf, refusedLines, type Job } from "./job";
import { endValidation, rejectFile } from "./end";
import { FileFault } from "@/lib/batches/reading/file-fault";
import { FileJudge, type Judged } from "@/lib/batches/rules/file-judge";
import { Growth } from "./planner-statistics";
import type { Repetition } from "@/lib/batches/rules/duplicates";
import { openBatchFile, type OpenedFile } from "@/lib/batches/reading/open-file";
import { storedFile } from "./receive";
import { writeReviewRows } from "./review-rows";
import { workingStatus } from "@/lib/batches/status";
import { MoneyTotals } from "@/lib/money-totals";
import { writeRefusals } from "./writing";

type Verdict = Judged & { chunk: Chunk; repetitions: Repetition[] };

const deadlineMs = 60_000;

/**
 * Reads a batch's whole file and keeps its refused rows, chunk by chunk; nothing is created. Goes on behind the last
 * line that an earlier worker has dealt with.
 * @throws ClaimLost
 */
export async function validateBatch(claim: Claim, requestId: string): Promise<void> {
  const job = await jobOf(claim, requestId);
  try {
    const opened = await openBatchFile(storedFile(job.batch));
    if ("faults" in opened) return await rejectFile(job, opened.faults);
    await advance(db, claim, { status: workingStatus, ignoredColumns: [...opened.header.ignored] }, "way");
    const totals = new MoneyTotals(job.batch.totals);
    const growth = new Growth();
    for await (const verdict of ahead(verdicts(job, opened))) await keep(job, verdict, totals, growth);
    await endValidation(job);
  } catch (error) {
    if (!(error instanceof FileFault)) throw error;
    await rejectFile(job, error.faults);
  }
}

/**
 * Judges the chunks still to be dealt with. Those before them are read again too, because later rows are held against
 * them.
 */
async function* verdicts({ claim, batch, context }: Job, { header, records }: OpenedFile): AsyncGenerator<Verdict> {
  const judge = new FileJudge(claim.organizationId, header, context);
  for await (const chunk of ahead(chunksOf(records))) {
    const known = chunk.records.filter(({ line }) => line <= batch.validatedLine);
    if (known.length > 0) {
      judge.remember(known, await refusedLines(claim, chunk.firstLine, known.at(-1)!.line));
      if (!(await renewLease(batches, claim))) throw new ClaimLost();
    }
    if (known.length < chunk.records.length) yield { chunk, ...(await judge.judge(chunk.records.slice(known.length))) };
  }
}

/** One chunk's outcome and how far the file has been read, together or not at all. */
function keep(
  { claim, batch, context }: Job,
  { chunk, accepted, refused, repetitions }: Verdict,
  totals: MoneyTotals,
  growth: Growth,
): Promise<void> {
  totals.add(accepted);
  return bulkTransaction(
    async (tx) => {
      const standing = await advance(tx, claim, {
        recordCount: sql`${batches.recordCount} + ${accepted.length + refused.length}`,
        acceptedCount: sql`${batches.acceptedCount} + ${accepted.length}`,
        refusedCount: sql`${batches.refusedCount} + ${refused.length}`,
        duplicateCount: sql`${batches.duplicateCount} + ${repetitions.length}`,
        totals: totals.stored(),
        bytesRead: chunk.bytesRead,
        validatedLine: chunk.lastLine,
      });
      await writeRefusals(tx, claim, refused, "validation", { batchId: batch.id, now: context.now });
      await writeReviewRows(tx, standing, accepted, repetitions);
      await growth.by(tx, refused.length);
    },
    { deadlineMs },
  );
}
