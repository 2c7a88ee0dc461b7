import { and, eq, gt, gte, isNotNull, isNull, lt, or, sql, type SQL, type SQLWrapper } from "drizzle-orm";
import { alias, QueryBuilder } from "drizzle-orm/pg-core";
import { batches, hasErrors } from "@/db/schema/batches";
import { ingestErrors } from "@/db/schema/ingest_errors";
import type { Actor } from "@/lib/actor";
import { inBounds } from "@/lib/lists/conditions";
import { windowBounds, type TimeWindow } from "@/lib/lists/time-window";
import type { At } from "@/lib/moment";
import { emailRefused } from "./processing-faults";

const inQuery = new QueryBuilder();

/** A table of batches, or an alias of it. */
type BatchTable = typeof batches;

/**
 * What "with errors" means everywhere: a batch that had an ingest error within the window, of its validation or of a
 * payout that it made, resolved since or not. An error counts from the moment it was found, so also while the batch waits
 * for its review.
 * @param on the table of batches whose rows are asked
 */
export function hadErrorIn(window: TimeWindow, at: At, on: BatchTable = batches): SQL | undefined {
  const { from, to } = windowBounds(window, at);
  const occurred = inQuery
    .select({ one: sql`1` })
    .from(ingestErrors)
    .where(
      and(
        eq(ingestErrors.organizationId, on.organizationId),
        eq(ingestErrors.batchId, on.id),
        inBounds(ingestErrors.occurredAt, { from, to }),
      ),
    );
  // A batch whose last minute with an error lies whole in the window had one in it. Only of the minutes that the window
  // cuts are the errors read, batch by batch because of the offset.
  const wholeMinute = and(
    from ? gt(on.lastErrorMinute, minuteOf(from)) : undefined,
    to ? lt(on.lastErrorMinute, minuteOf(to)) : undefined,
  );
  return and(
    hasErrors(on),
    from ? gte(on.lastErrorMinute, minuteOf(from)) : undefined,
    wholeMinute && or(wholeMinute, sql`exists (${occurred.getSQL()} offset 0)`),
  );
}

/** Selects the ids of the actor's batches that had an error within the window. */
export function batchesWithErrorsIn({ organizationId }: Actor, window: TimeWindow, at: At): SQL {
  // An alias, because the outer query may be one on batches.
  const faulty = alias(batches, "faulty");
  return inQuery
    .select({ id: faulty.id })
    .from(faulty)
    .where(and(eq(faulty.organizationId, organizationId), hadErrorIn(window, at, faulty as unknown as BatchTable)))
    .getSQL();
}

const minuteMs = 60_000;
const minuteOf = (instant: Date) => new Date(instant.getTime() - (instant.getTime() % minuteMs));

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

// Without parameters, so that the index of just these serves it.
const unreached = sql.raw(`code = '${emailRefused.code}' and payout_id is not null and resolved_at is null`);

/**
 * Selects the ids of the actor's payouts whose recipient's address is refused: few, because the next change of a payout
 * settles its error. The caller asks for pending payouts alone.
 */
export const unreachedPayoutIds = ({ organizationId }: Actor): SQL =>
  sql`select payout_id from ${ingestErrors} where organization_id = ${organizationId} and ${unreached}`;

/** Whether a payout is one of them. With `offset`, the server asks it payout by payout, in the order of a list. */
export const isUnreached = ({ organizationId }: Actor, payoutId: SQLWrapper): SQL =>
  sql`exists (select 1 from ${ingestErrors} as refusal where refusal.organization_id = ${organizationId}
    and refusal.payout_id = ${payoutId} and ${unreached} offset 0)`;
