import { sql } from "drizzle-orm";
import { transaction } from "@/db/client";
import { batches } from "@/db/schema/batches";
import { keeping, keptIn, type Header } from "@/lib/batches/file-format/header";
import { chunksOf, prefetch, type Chunk } from "@/lib/batches/reading/chunks";
import type { OpenedFile } from "@/lib/batches/reading/open-file";
import { asksHowItIsWritten, openWithColumns, type ColumnsRead } from "./columns";
import { FileFault } from "@/lib/batches/reading/file-fault";
import { noNotes, type SheetNotes } from "@/lib/batches/reading/sheet-notes";
import { hiddenRowsFault, isUnanswered } from "@/lib/batches/hidden-rows";
import type { Repetition } from "@/lib/batches/rules/duplicates";
import { FileJudge, type Judged } from "@/lib/batches/rules/judge";
import { MoneyTotals } from "@/lib/money-totals";
import { nothingValidated } from "@/lib/batches/mutations";
import { moveBatch, saveProgress } from "@/lib/batches/transition";
import { stands, afterValidation, isReviewed } from "@/lib/batches/transitions";
import type { IngestError } from "@/lib/ingest-errors/table";
import { enterColumns } from "@/lib/payouts/extra/entering";
import type { Claim } from "@/lib/queue";
import { databaseNow } from "@/lib/time";
import { keepClaim, loadJob, refusedLines, type Job } from "./job";
import { deleteRefusals, writeErrors, writeRefusals } from "./refusals";
import { deleteReviewRows, writeReviewRows } from "./review-rows";
import { deleteStoredFile } from "./stored-file";

/** `repetitions` are known some time after the rest. */
type Verdict = Judged & { chunk: Chunk; repetitions: Promise<Repetition[]> };

const chunkDeadlineMs = 60_000;
/** A file of a million refused rows that is rejected at its last line has them all to delete. */
const endDeadlineMs = 600_000;

/**
 * Reads a batch's whole file and keeps its refused rows, chunk by chunk; nothing is created. Goes on behind the last
 * line that an earlier worker committed.
 * @throws ClaimLost
 */
export async function validateBatch(claim: Claim, requestId: string): Promise<void> {
  const job = await loadJob(claim, requestId);
  try {
    const read = await openWithColumns(job.batch, requestId);
    if ("faults" in read) return await (read.asks ? askForColumns : rejectFile)(job, read.faults);
    const begins = stands("beginValidation", job.batch);
    const header = begins ? await beginValidation(job, read) : keptIn(job.batch, read.header);
    const opened = { ...read, header };
    const totals = new MoneyTotals(job.batch.totals);
    for await (const verdict of prefetch(verdicts(job, opened))) await commitChunk(job, verdict, totals);
    if (isUnanswered({ ...job.batch, ...opened.notes }) && !isReviewed(job.batch))
      return await rejectFile(job, [hiddenRowsFault(opened.notes)], opened.notes);
    await endValidation(job, opened.notes);
  } catch (error) {
    if (!(error instanceof FileFault)) throw error;
    await (asksHowItIsWritten(job.batch, error.faults) ? askForColumns : rejectFile)(job, error.faults);
  }
}

type Read = OpenedFile & { columnsRead: ColumnsRead };

/**
 * What an earlier validation kept of its rows, before hidden rows were answered or columns chosen, is deleted here and not
 * where a person presses: it may be a million rows.
 * @returns the header with the extra columns that the batch keeps
 */
const beginValidation = (job: Job, { header: read, columnsRead }: Read): Promise<Header> =>
  transaction(
    async (tx) => {
      const header = keeping(read, await enterColumns(tx, job.claim.organizationId, read.extra));
      await moveBatch(tx, job, "beginValidation", { set: { ...columnsOf(header), columnsRead } });
      await deleteRefusals(tx, job.claim);
      await deleteReviewRows(tx, job.claim);
      return header;
    },
    { deadlineMs: endDeadlineMs },
  );

const columnsOf = ({ extra, ignored, notes }: Header) => ({
  extraColumns: extra.map(({ key, name }) => ({ key, name })),
  ignoredColumns: [...ignored],
  readingNotes: [...notes],
});

/**
 * Judges the chunks that are not committed yet. Those before them are read again too, because later rows are compared
 * with them.
 */
async function* verdicts({ claim, batch, context }: Job, { header, records }: OpenedFile): AsyncGenerator<Verdict> {
  const judge = new FileJudge(claim.organizationId, header, context);
  for await (const chunk of prefetch(chunksOf(records))) {
    const known = chunk.records.filter(({ line }) => line <= batch.validatedLine);
    if (known.length > 0) {
      judge.remember(known, await refusedLines(claim, chunk.firstLine, known.at(-1)!.line));
      await keepClaim(claim);
    }
    if (known.length < chunk.records.length) yield { chunk, ...(await judge.judge(chunk.records.slice(known.length))) };
  }
}

/** One chunk's outcome and how far the file has been read, together or not at all. */
async function commitChunk({ claim, context }: Job, verdict: Verdict, totals: MoneyTotals): Promise<void> {
  const { chunk, accepted, refused } = verdict;
  const repetitions = await verdict.repetitions;
  totals.add(accepted);
  await transaction(
    async (tx) => {
      const batch = await saveProgress(tx, claim, {
        recordCount: sql`${batches.recordCount} + ${accepted.length + refused.length}`,
        acceptedCount: sql`${batches.acceptedCount} + ${accepted.length}`,
        refusedCount: sql`${batches.refusedCount} + ${refused.length}`,
        duplicateCount: sql`${batches.duplicateCount} + ${repetitions.length}`,
        totals: totals.stored(),
        bytesRead: chunk.bytesRead,
        validatedLine: chunk.lastLine,
      });
      await writeRefusals(tx, claim, refused, "validation", context.now);
      await writeReviewRows(tx, batch, accepted, repetitions);
    },
    { deadlineMs: chunkDeadlineMs },
  );
}

const dryRun = "It was a dry run";

/**
 * Every row is judged: an admin is asked, or what was decided beforehand begins. A dry run ends here and never keeps
 * its file from being uploaded; what was found stays to be read.
 */
const endValidation = (job: Job, { hiddenRowCount, ...sheetNotes }: SheetNotes): Promise<void> =>
  transaction(async (tx) => {
    const at = await databaseNow(tx);
    const skippedCount = job.batch.hiddenRows === "skip" ? hiddenRowCount : 0;
    const set = {
      bytesRead: job.batch.fileBytes,
      recordCount: sql`${batches.recordCount} + ${skippedCount}`,
      skippedCount,
      hiddenRowCount,
      sheetNotes,
    };
    const batch = await moveBatch(tx, job, "endValidation", { set, at });
    await moveBatch(tx, job, afterValidation(batch), { at, reason: batch.dryRun ? dryRun : undefined });
    if (batch.dryRun) await deleteStoredFile(tx, batch);
  });

/** An admin says what the columns are. Whatever was kept of its rows is deleted; why it is asked stays. */
const askForColumns = (job: Job, faults: IngestError[]): Promise<void> =>
  transaction(
    async (tx) => {
      const set = { ...nothingValidated, readingNotes: faults.map(({ message }) => message) };
      await moveBatch(tx, job, "askForColumns", { set });
      await deleteRefusals(tx, job.claim);
      await deleteReviewRows(tx, job.claim);
    },
    { deadlineMs: endDeadlineMs },
  );

/** The file cannot be used: whatever was kept of its rows is deleted, and its faults stay. */
export const rejectFile = (
  job: Job,
  faults: IngestError[],
  { hiddenRowCount }: Pick<SheetNotes, "hiddenRowCount"> = noNotes(),
): Promise<void> =>
  transaction(
    async (tx) => {
      const at = await databaseNow(tx);
      const counts = { recordCount: 0, acceptedCount: 0, refusedCount: 0, skippedCount: 0, duplicateCount: 0 };
      const noRows = { ...counts, hiddenRowCount, totals: [] };
      const step = { set: { ...noRows, validatedAt: at }, at };
      if (job.batch.dryRun) await moveBatch(tx, job, "endDryRun", { ...step, reason: dryRun });
      else await moveBatch(tx, job, "reject", step);
      await deleteRefusals(tx, job.claim);
      await deleteReviewRows(tx, job.claim);
      const ofFile = faults.map((fault) => ({ ...fault, refusedRowId: null }));
      await writeErrors(tx, job.claim, ofFile, "validation", at);
      if (job.batch.dryRun) await deleteStoredFile(tx, job.claim);
    },
    { deadlineMs: endDeadlineMs },
  );
