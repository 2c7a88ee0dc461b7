import { and, count, countDistinct, desc, eq, sql, sum, type SQL } from "drizzle-orm";
import { db, type Executor } from "@/db/client";
import { batches } from "@/db/schema/batches";
import { ingestErrors } from "@/db/schema/ingest_errors";
import type { Actor } from "@/lib/actor";
import { unresolvedPayout, unresolvedRow } from "@/lib/ingest-errors/matching";
import { emailRefused } from "@/lib/ingest-errors/processing-faults";
import { reasonOf } from "@/lib/ingest-errors/table";
import { inBounds } from "@/lib/lists/conditions";
import { windowBounds, type TimeWindow } from "@/lib/lists/time-window";
import type { At } from "@/lib/moment";
import { failureReason } from "@/lib/payouts/failures";
import { isOverdueAt } from "@/lib/payouts/list/matching";
import type { BatchFilter } from "./filter";
import { matchingBatches } from "./matching";
import { countBatches, type Batch } from "./queries";
import { everStoppedPayouts, noneStopped, ofBatches, stoppedPayouts, type StoppedPayouts } from "./stopped-payouts";

export type BatchWithErrors = Pick<
  Batch,
  "id" | "fileName" | "status" | "acceptedCount" | "refusedCount" | "repairedCount"
> &
  StoppedPayouts & {
    /** Rows that were ever refused, and payouts that ever met an error; 1 for a file that could not be used at all. */
    errorCount: number;
    /** Those of them that still wait for somebody. */
    openCount: number;
    /** When the latest of its errors in the window occurred. */
    latestErrorAt: Date;
    /** Most frequent reason among the errors that still wait; null when none does. */
    topReason: string | null;
  };

const ofBatch = and(eq(ingestErrors.organizationId, batches.organizationId), eq(ingestErrors.batchId, batches.id));
/** The file as a whole is the error: none of its rows was kept. */
const isUnusable = ({ recordCount }: Pick<Batch, "recordCount">) => recordCount === 0;

/**
 * Batches with errors in the window: first those of which some still wait for somebody, then the latest error first;
 * their number is `countBatches(actor, { errors: window }, at)`.
 */
export async function batchesWithErrors(
  actor: Actor,
  window: TimeWindow,
  at: At,
  limit: number,
  executor: Executor = db,
): Promise<BatchWithErrors[]> {
  const rows = await listed(actor, window, at, limit, executor);
  const ids = rows.map(({ id }) => id);
  const everStopped = await everStoppedPayouts(actor, ids, executor);
  const stopped = await stoppedPayouts(actor, ids, at, executor);
  const reasons = await topReasons(actor, ids, at.now, executor);
  return rows.map(({ recordCount, setAsideCount, ...row }) => {
    const { unreachedCount, failedCount } = stopped.get(row.id) ?? noneStopped;
    const ofFile = isUnusable({ recordCount }) ? 1 : 0;
    return {
      ...row,
      unreachedCount,
      failedCount,
      errorCount: ofFile + row.refusedCount + row.repairedCount + setAsideCount + (everStopped.get(row.id) ?? 0),
      openCount: ofFile + row.refusedCount + unreachedCount + failedCount,
      topReason: reasons.get(row.id) ?? null,
    };
  });
}

function listed(actor: Actor, window: TimeWindow, at: At, limit: number, executor: Executor) {
  const latest = sql<Date>`latest.moment`.mapWith(ingestErrors.occurredAt);
  const occurred = sql`select max(${ingestErrors.occurredAt}) as moment from ${ingestErrors} where ${and(ofBatch, inBounds(ingestErrors.occurredAt, windowBounds(window, at)))}`;
  return executor
    .select({
      id: batches.id,
      fileName: batches.fileName,
      status: batches.status,
      recordCount: batches.recordCount,
      acceptedCount: batches.acceptedCount,
      refusedCount: batches.refusedCount,
      setAsideCount: batches.setAsideCount,
      repairedCount: batches.repairedCount,
      latestErrorAt: latest,
    })
    .from(batches)
    .innerJoinLateral(sql`(${occurred}) as latest`, sql`true`)
    .where(matchingBatches(actor, { errors: window }, at))
    .orderBy(desc(waitsForSomebody(at.now)), desc(latest), desc(batches.id))
    .limit(limit);
}

/** Whether an error of the batch still waits for somebody. */
const waitsForSomebody = (now: Date): SQL => sql`(${batches.refusedCount} > 0 or ${batches.recordCount} = 0 or exists (
  select 1 from ${ingestErrors} where ${and(ofBatch, unresolvedPayout(isOverdueAt(now)))}))`;

/**
 * @returns by batch, the reason of most of its errors that wait for somebody; of equally frequent ones the first by its
 * code, so that the answer is always the same
 */
async function topReasons(
  actor: Actor,
  batchIds: readonly string[],
  now: Date,
  executor: Executor,
): Promise<Map<string, string>> {
  if (batchIds.length === 0) return new Map();
  const { batchId, code } = ingestErrors;
  const counted = (error: SQL | undefined) =>
    executor
      .select({ batchId, code, errors: count() })
      .from(ingestErrors)
      .where(and(ofBatches(actor, batchIds), error))
      .groupBy(batchId, code);
  // Asked apart, so that each is counted on an index of its own, also among a million rows.
  const ofRows = (await counted(unresolvedRow)).map((row) => ({ ...row, reason: reasonOf(row.code) }));
  const ofPayouts = (await counted(unresolvedPayout(isOverdueAt(now)))).map((row) => ({
    ...row,
    reason: row.code === emailRefused.code ? emailRefused.reason : failureReason(row.code).text,
  }));
  const rarestFirst = [...ofRows, ...ofPayouts].sort(
    (one, other) => one.errors - other.errors || (one.code < other.code ? 1 : -1),
  );
  return new Map(rarestFirst.map((row) => [row.batchId, row.reason]));
}

type ErrorTotals = {
  batchCount: number;
  /** Rows that never became payouts and still wait for somebody. */
  refusedCount: number;
  /** Payouts whose recipient's address is refused. */
  unreachedCount: number;
};

/** How many batches a filter means, and what in them waits for somebody beside failed payouts. */
export async function errorTotals(
  actor: Actor,
  filter: BatchFilter,
  at: At,
  executor: Executor = db,
): Promise<ErrorTotals> {
  const these = matchingBatches(actor, filter, at);
  const [rows] = await executor
    .select({ refused: sum(batches.refusedCount).mapWith(Number) })
    .from(batches)
    .where(these);
  const [mailed] = await executor
    .select({ unreached: countDistinct(ingestErrors.payoutId) })
    .from(ingestErrors)
    .innerJoin(batches, ofBatch)
    .where(and(these, unresolvedPayout(isOverdueAt(at.now)), eq(ingestErrors.code, emailRefused.code)));
  return {
    batchCount: await countBatches(actor, filter, at, executor),
    refusedCount: rows?.refused ?? 0,
    unreachedCount: mailed?.unreached ?? 0,
  };
}
