import { and, count, countDistinct, desc, eq, inArray, isNull, sql, sum, type SQL } from "drizzle-orm";
import { db, type Executor } from "@/db/client";
import { batches } from "@/db/schema/batches";
import { ingestErrors } from "@/db/schema/ingest_errors";
import { payouts } from "@/db/schema/payouts";
import type { Actor } from "@/lib/actor";
import { endedWithErrors, unresolvedPayout, unresolvedRow } from "@/lib/ingest-errors/matching";
import { windowBounds, type Bounds, type TimeWindow } from "@/lib/lists/time-window";
import type { At } from "@/lib/moment";
import type { BatchFilter } from "./filter";
import { reasonOf } from "@/lib/ingest-errors/table";
import { waitingAt } from "@/lib/payouts/list/matching";
import { matchingBatches } from "./matching";
import { countBatches, type Batch } from "./queries";
import { unreachedCounts } from "./unreached";

export type BatchWithErrors = Pick<Batch, "id" | "fileName" | "acceptedCount" | "refusedCount"> & {
  /** Payouts whose email is refused, whenever it was. */
  unreachedCount: number;
  /** When the latest of its unresolved errors in the window became one. */
  latestErrorAt: Date;
  /** Most frequent reason among the unresolved errors in the window. */
  topReason: string;
};

const ofBatch = and(eq(ingestErrors.organizationId, batches.organizationId), eq(ingestErrors.batchId, batches.id));

/**
 * Batches with unresolved errors in the window, the latest error first; their number is `countBatches(actor, { errors:
 * window }, at)`.
 */
export async function batchesWithErrors(
  actor: Actor,
  window: TimeWindow,
  at: At,
  limit: number,
  executor: Executor = db,
): Promise<BatchWithErrors[]> {
  const bounds = windowBounds(window, at);
  const latest = sql<Date>`latest.moment`.mapWith(ingestErrors.occurredAt);
  const rows = await executor
    .select({
      id: batches.id,
      fileName: batches.fileName,
      acceptedCount: batches.acceptedCount,
      refusedCount: batches.refusedCount,
      latestErrorAt: latest,
    })
    .from(batches)
    .innerJoinLateral(sql`(select ${latestErrorOf(at.now, bounds)} as moment) as latest`, sql`true`)
    .where(matchingBatches(actor, { errors: window }, at))
    .orderBy(desc(latest), desc(batches.id))
    .limit(limit);
  const ids = rows.map(({ id }) => id);
  const [unreached, reasons] = [
    await unreachedCounts(actor, ids, at, executor),
    await topReasons(actor, ids, at.now, bounds, executor),
  ];
  return rows.map((row) => ({
    ...row,
    unreachedCount: unreached.get(row.id) ?? 0,
    topReason: reasonOf(reasons.get(row.id)!),
  }));
}

/** When the latest unresolved error of a batch became one: all of its rows', however many, when it ended. */
function latestErrorOf(now: Date, bounds: Bounds): SQL {
  const some = (what: SQL, error: SQL | undefined) =>
    sql`(select ${what} from ${ingestErrors} where ${and(ofBatch, error)})`;
  const anyRow = some(sql`1`, unresolvedRow(batches, bounds));
  const latestPayout = some(sql`max(${ingestErrors.occurredAt})`, unresolvedPayout(waitingAt(now), bounds));
  return sql`greatest(case when exists ${anyRow} then ${batches.processedAt} end, ${latestPayout})`;
}

/**
 * @returns by batch, the code that most of its unresolved errors have; of equally frequent ones the first by name, so
 * that the answer is always the same
 */
async function topReasons(
  actor: Actor,
  batchIds: string[],
  now: Date,
  bounds: Bounds,
  executor: Executor,
): Promise<Map<string, string>> {
  if (batchIds.length === 0) return new Map();
  const counts = [];
  // Asked apart, so that each is counted on an index of its own, also among a million rows.
  for (const error of [unresolvedRow(batches, bounds), unresolvedPayout(waitingAt(now), bounds)]) {
    const own = and(
      eq(ingestErrors.organizationId, actor.organizationId),
      inArray(ingestErrors.batchId, batchIds),
      error,
    );
    counts.push(
      ...(await executor
        .select({ batchId: ingestErrors.batchId, code: ingestErrors.code, errors: count() })
        .from(ingestErrors)
        .innerJoin(batches, ofBatch)
        .where(own)
        .groupBy(ingestErrors.batchId, ingestErrors.code)),
    );
  }
  counts.sort((a, b) => a.errors - b.errors || (a.code < b.code ? 1 : -1));
  return new Map(counts.map(({ batchId, code }) => [batchId, code]));
}

type ErrorTotals = {
  batchCount: number;
  /** Rows that never became payouts and still wait for repair. */
  refusedCount: number;
  /** Payouts whose recipient's address is refused. */
  unreachedCount: number;
  /** Those of them that replaced a payout of the batch, and so are in no file. */
  replacingCount: number;
};

/** How many batches a filter means, and what is wrong in them. */
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
    .where(and(these, endedWithErrors(batches)));
  const [mailed] = await executor
    .select({
      all: countDistinct(payouts.id),
      replacing: countDistinct(sql`case when ${isNull(payouts.batchId)} then ${payouts.id} end`),
    })
    .from(ingestErrors)
    .innerJoin(batches, ofBatch)
    .innerJoin(
      payouts,
      and(eq(payouts.organizationId, ingestErrors.organizationId), eq(payouts.id, ingestErrors.payoutId)),
    )
    .where(and(these, unresolvedPayout(waitingAt(at.now))));
  return {
    batchCount: await countBatches(actor, filter, at, executor),
    refusedCount: rows?.refused ?? 0,
    unreachedCount: mailed?.all ?? 0,
    replacingCount: mailed?.replacing ?? 0,
  };
}
