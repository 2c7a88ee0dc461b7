import { and, eq, exists, inArray, isNotNull, isNull, or, sql, type AnyColumn, type SQL } from "drizzle-orm";
import { alias, QueryBuilder } from "drizzle-orm/pg-core";
import { batches, endedWithRefusedRows } from "@/db/schema/batches";
import { ingestErrors } from "@/db/schema/ingest_errors";
import { payouts } from "@/db/schema/payouts";
import { inBounds } from "@/lib/lists/conditions";
import { windowBounds, type Bounds, type TimeWindow } from "@/lib/lists/time-window";
import type { At } from "@/lib/moment";

type BatchColumns = { status: AnyColumn; processedAt: AnyColumn };
const always: Bounds = { from: null, to: null };

/**
 * How a batch with refused rows can have ended. Before that, its errors are shown by its review; those of a discarded
 * batch concern nobody.
 */
export const endedWithErrors = ({ status }: Pick<BatchColumns, "status">): SQL =>
  inArray(status, [...endedWithRefusedRows]);

/**
 * What "with errors" means everywhere is this or `unresolvedPayout`, on `ingest_errors` joined with its batch: an error
 * of a row that became no payout is still to be repaired.
 * @param bounds when the batch has to have ended: until then its review showed the error
 */
export const unresolvedRow = ({ status, processedAt }: BatchColumns, bounds: Bounds): SQL | undefined =>
  and(
    isNull(ingestErrors.resolvedAt),
    isNull(ingestErrors.payoutId),
    endedWithErrors({ status }),
    inBounds(processedAt, bounds),
  );

/** Whether a payout waits for its recipient; `waitingAt` of the payouts says it. */
type Waiting = (payout: { status: AnyColumn; expiresAt: AnyColumn }) => SQL | undefined;

/**
 * The same of an error of a payout that still waits for its recipient, of whatever batch. The payout's expiry settles
 * the error at once, also before the worker has written it.
 * @param bounds when the error has to have occurred
 */
export function unresolvedPayout(isWaiting: Waiting, bounds = always): SQL | undefined {
  // An alias, because the outer query may be one on payouts.
  const emailed = alias(payouts, "emailed");
  const ofError = and(eq(emailed.organizationId, ingestErrors.organizationId), eq(emailed.id, ingestErrors.payoutId));
  const waits = exists(
    new QueryBuilder()
      .select({ one: sql`1` })
      .from(emailed)
      .where(and(ofError, isWaiting(emailed))),
  );
  return and(
    isNull(ingestErrors.resolvedAt),
    isNotNull(ingestErrors.payoutId),
    inBounds(ingestErrors.occurredAt, bounds),
    waits,
  );
}

/** Whether the batch of that id has an error that is unresolved at `at` and became one within the window. */
export function batchHasErrors(
  organizationId: AnyColumn,
  batchId: AnyColumn,
  window: TimeWindow,
  at: At,
  isWaiting: Waiting,
): SQL {
  const bounds = windowBounds(window, at);
  // An alias, because the outer query may be one on batches.
  const faulty = alias(batches, "faulty");
  const ofBatch = and(eq(ingestErrors.organizationId, faulty.organizationId), eq(ingestErrors.batchId, faulty.id));
  // Two subqueries, so that each finds its first error by an index of its own, however many rows of the batch were
  // refused.
  const some = (error: SQL | undefined) =>
    exists(new QueryBuilder().select({ one: sql`1` }).from(ingestErrors).where(and(ofBatch, error)));
  const either = or(some(unresolvedRow(faulty, bounds)), some(unresolvedPayout(isWaiting, bounds)));
  return exists(
    new QueryBuilder()
      .select({ one: sql`1` })
      .from(faulty)
      .where(and(eq(faulty.organizationId, organizationId), eq(faulty.id, batchId), either)),
  );
}
