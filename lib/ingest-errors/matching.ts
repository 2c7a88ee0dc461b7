import { and, eq, exists, gte, isNotNull, isNull, notInArray, sql, type SQL } from "drizzle-orm";
import { alias, QueryBuilder } from "drizzle-orm/pg-core";
import { batches, statusesWithoutErrors } from "@/db/schema/batches";
import { ingestErrors } from "@/db/schema/ingest_errors";
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
  const { from, to } = windowBounds(window, at);
  const occurred = inQuery
    .select({ one: sql`1` })
    .from(ingestErrors)
    .where(
      and(
        eq(ingestErrors.organizationId, faulty.organizationId),
        eq(ingestErrors.batchId, faulty.id),
        inBounds(ingestErrors.occurredAt, { from, to }),
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
        isNotNull(faulty.lastErrorDay),
        from ? gte(faulty.lastErrorDay, from.toISOString().slice(0, 10)) : undefined,
        exists(occurred),
      ),
    )
    .getSQL();
}

/** An error of a row that became no payout and still waits for somebody. */
export const unresolvedRow = and(isNull(ingestErrors.resolvedAt), isNull(ingestErrors.payoutId));

/**
 * An error of a payout that still waits for somebody. The payout's expiry settles it at once, also before the worker has
 * written it.
 * @param overdue selects the ids of payouts past their expiry that nobody has written as expired yet
 */
export const unresolvedPayout = (overdue: SQL): SQL | undefined =>
  and(
    isNull(ingestErrors.resolvedAt),
    isNotNull(ingestErrors.payoutId),
    sql`not (${ingestErrors.payoutId} = any(array(${overdue})))`,
  );
