import { and, desc, eq, or, sql, type SQL } from "drizzle-orm";
import { db, keepingPlans, type Executor } from "@/db/client";
import type { Question } from "@/db/question";
import { batches } from "@/db/schema/batches";
import { ingestErrors } from "@/db/schema/ingest_errors";
import type { Actor } from "@/lib/actor";
import { unresolvedPayout } from "@/lib/ingest-errors/matching";
import { emailRefused } from "@/lib/ingest-errors/processing-faults";
import { reasonOf } from "@/lib/ingest-errors/table";
import { inBounds } from "@/lib/lists/conditions";
import { windowBounds, type TimeWindow } from "@/lib/lists/time-window";
import type { At } from "@/lib/moment";
import { failureReason } from "@/lib/payouts/failures";
import { overdueIds } from "@/lib/payouts/as-of";
import type { BatchFilter } from "./filter";
import { matchingBatches } from "./matching";
import type { Batch } from "./queries";
import { batchErrorFigures, noErrors, type BatchErrorFigures, type StoppedPayouts } from "./stopped-payouts";

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
 * Batches with errors in the window: first those of which some still wait for somebody, then the latest error first.
 * How many there are says `totalWithErrors`.
 */
export async function batchesWithErrors(
  actor: Actor,
  window: TimeWindow,
  at: At,
  limit: number,
  executor: Executor = db,
): Promise<BatchWithErrors[]> {
  const found = await listed(actor, window, at, limit, executor);
  const ids = found.map(({ id }) => id);
  const figures = await batchErrorFigures(actor, ids, at, executor);
  return found.map(({ recordCount, setAsideCount, ...row }) => {
    const { ever, waiting, unreachedCount, failedCount } = figures.get(row.id) ?? noErrors;
    const ofFile = isUnusable({ recordCount }) ? 1 : 0;
    return {
      ...row,
      unreachedCount,
      failedCount,
      errorCount: ofFile + row.refusedCount + row.repairedCount + setAsideCount + ever,
      openCount: ofFile + row.refusedCount + unreachedCount + failedCount,
      topReason: topReason(waiting),
    };
  });
}

/**
 * Asks how many batches had errors in the window, as `countBatches(actor, { errors: window }, at)`, and whether some of
 * them still wait for somebody.
 */
export function totalWithErrors(
  actor: Actor,
  window: TimeWindow,
  at: At,
): Question<{ count: number; waiting: boolean }> {
  const these = matchingBatches(actor, { errors: window }, at);
  return {
    statement: sql`select (select count(*)::int from (select 1 ${byMinute(these)} offset 0) as these) as count,
      exists (select 1 ${byMinute(and(these, waitsForSomebody(actor, at.now)))} offset 0) as waiting`,
    keepsPlan: true,
    understand: ([row]: { count: number; waiting: boolean }[]) => row!,
  };
}

/**
 * The order is that of an index, so that a kept plan walks it, whatever the server takes an organization to have. With an
 * offset behind it the server keeps to it also where only a number or an existence is asked for.
 */
const byMinute = (condition: SQL | undefined) =>
  sql`from ${batches} where ${condition} order by ${batches.organizationId} desc, ${batches.lastErrorMinute} desc`;

/**
 * Few batches are asked for the moment of their latest error: those that wait for somebody of the last minutes in which
 * enough of them had one, and all of the last minutes in which enough batches had one. Of a window that has ended all are
 * asked, because the last minute of a batch may lie behind it.
 */
function listed(actor: Actor, window: TimeWindow, at: At, limit: number, executor: Executor) {
  const latest = sql<Date>`latest.moment`.mapWith(ingestErrors.occurredAt);
  const occurred = sql`select max(${ingestErrors.occurredAt}) as moment from ${ingestErrors} where ${and(ofBatch, inBounds(ingestErrors.occurredAt, windowBounds(window, at)))} having count(*) > 0`;
  const these = matchingBatches(actor, { errors: window }, at);
  const waits = waitsForSomebody(actor, at.now);
  const hasEnded = windowBounds(window, at).to !== null;
  const since = (condition: SQL | undefined) =>
    sql`${batches.lastErrorMinute} >= coalesce((select last_error_minute ${byMinute(condition)} limit 1 offset ${limit - 1}), '-infinity')`;
  const atTheTop = and(since(and(these, waits)), or(since(these), waits));
  return keepingPlans(executor)
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
    .where(and(these, hasEnded ? undefined : atTheTop))
    .orderBy(desc(waits), desc(latest), desc(batches.id))
    .limit(limit);
}

/** Whether an error of the batch still waits for somebody. With `offset`, the server asks it batch by batch. */
const waitsForSomebody = (
  actor: Actor,
  now: Date,
): SQL => sql`(${batches.refusedCount} > 0 or ${batches.recordCount} = 0 or exists (
  select 1 from ${ingestErrors} where ${and(ofBatch, unresolvedPayout(overdueIds(actor, now)))} offset 0))`;

/**
 * The reason of most errors that wait for somebody; of equally frequent ones the first by its code, so that the answer is
 * always the same.
 */
function topReason(waiting: BatchErrorFigures["waiting"]): string | null {
  const [first] = [...waiting].sort((one, other) => other.count - one.count || (one.code < other.code ? -1 : 1));
  if (!first) return null;
  if (first.of === "rows") return reasonOf(first.code);
  return first.code === emailRefused.code ? emailRefused.reason : failureReason(first.code).text;
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
  const unreached = and(
    eq(ingestErrors.organizationId, actor.organizationId),
    // An array, so that the index is gone through once, and not from its root for each batch.
    sql`${ingestErrors.batchId} = any(array(select id from these))`,
    unresolvedPayout(overdueIds(actor, at.now)),
    // Written into the text, so that the index of these errors alone can serve it.
    eq(ingestErrors.code, emailRefused.code).inlineParams(),
  );
  const [totals] = await executor.execute<ErrorTotals>(sql`
    with these as materialized (
      select ${batches.id} as id, ${batches.refusedCount} as refused from ${batches} where ${matchingBatches(actor, filter, at)})
    select count(*)::int as "batchCount", coalesce(sum(refused), 0)::int as "refusedCount",
      (select count(distinct ${ingestErrors.payoutId})::int from ${ingestErrors} where ${unreached}) as "unreachedCount"
    from these`);
  return totals!;
}
