import { and, eq, exists, isNotNull, isNull, notInArray, sql, type AnyColumn, type SQL } from "drizzle-orm";
import { alias, QueryBuilder } from "drizzle-orm/pg-core";
import { batches, statusesWithoutErrors } from "@/db/schema/batches";
import { ingestErrors } from "@/db/schema/ingest_errors";
import { payouts } from "@/db/schema/payouts";
import type { Actor } from "@/lib/actor";
import { inBounds } from "@/lib/lists/conditions";
import { windowBounds, type TimeWindow } from "@/lib/lists/time-window";
import type { At } from "@/lib/moment";

const inQuery = new QueryBuilder();

/**
 * What "with errors" means everywhere: the ids of the actor's batches that had an ingest error within the window, of
 * their validation or of a payout that they made, resolved since or not. An error counts from the moment it was found, so
 * also while the batch waits for its review.
 */
export function batchesWithErrorsIn({ organizationId }: Actor, window: TimeWindow, at: At): SQL {
  // An alias, because the outer query may be one on batches.
  const faulty = alias(batches, "faulty");
  const occurred = inQuery
    .select({ one: sql`1` })
    .from(ingestErrors)
    .where(
      and(
        eq(ingestErrors.organizationId, faulty.organizationId),
        eq(ingestErrors.batchId, faulty.id),
        inBounds(ingestErrors.occurredAt, windowBounds(window, at)),
      ),
    );
  return inQuery
    .select({ id: faulty.id })
    .from(faulty)
    .where(
      and(
        eq(faulty.organizationId, organizationId),
        notInArray(faulty.status, [...statusesWithoutErrors]),
        eq(faulty.dryRun, false),
        exists(occurred),
      ),
    )
    .getSQL();
}

/** An error of a row that became no payout and still waits for somebody. */
export const unresolvedRow = and(isNull(ingestErrors.resolvedAt), isNull(ingestErrors.payoutId));

/** Whether a payout of the table is past its expiry, though nobody has written that yet; `isOverdueAt` says it. */
type Overdue = (payout: { status: AnyColumn; expiresAt: AnyColumn }) => SQL;

/**
 * An error of a payout that still waits for somebody. The payout's expiry settles it at once, also before the worker has
 * written it.
 */
export function unresolvedPayout(isOverdue: Overdue): SQL | undefined {
  // An alias, because the outer query may be one on payouts.
  const stopped = alias(payouts, "stopped");
  const current = inQuery
    .select({ one: sql`1` })
    .from(stopped)
    .where(
      and(
        eq(stopped.organizationId, ingestErrors.organizationId),
        eq(stopped.id, ingestErrors.payoutId),
        sql`not (${isOverdue(stopped)})`,
      ),
    );
  return and(isNull(ingestErrors.resolvedAt), isNotNull(ingestErrors.payoutId), exists(current));
}
