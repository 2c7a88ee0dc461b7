import {
  and,
  eq,
  exists,
  getTableColumns,
  getTableName,
  gt,
  gte,
  inArray,
  isNotNull,
  isNull,
  like,
  lt,
  lte,
  or,
  sql,
  Subquery,
  type AnyColumn,
  type SQL,
} from "drizzle-orm";
import { alias, QueryBuilder } from "drizzle-orm/pg-core";
import { batches, endedWithRefusedRows } from "@/db/schema/batches";
import { ingestErrors } from "@/db/schema/ingest_errors";
import { payouts } from "@/db/schema/payouts";
import type { Actor } from "@/lib/actor";
import { parseAmount } from "@/lib/money";
import { windowBounds, type Bounds, type TimeWindow } from "@/lib/lists/time-window";
import type { At } from "@/lib/moment";
import { searchPrefix, type PayoutFilter } from "./filter";
import { statusesIn } from "@/lib/payouts/status";
import { expiringStatus } from "@/lib/payouts/transitions";

/**
 * The actor's payouts as they stand at `now`, to select from under the table's own name. A pending payout past its
 * expiry reads as expired, changed at its expiry, whether or not the sweeper has met it. Two branches instead of a
 * CASE, so that each can use an index.
 */
export function payoutsAt(actor: Actor, now: Date) {
  const overdue = sql`status = ${expiringStatus.from}::payout_status and expires_at <= ${now.toISOString()}::timestamptz`;
  const asExpired: Record<string, SQL> = {
    status: sql`${expiringStatus.to}::payout_status`,
    status_changed_at: sql`expires_at`,
  };
  const columns = Object.values(getTableColumns(payouts)).map((column) => column.name);
  const stored = sql.join(
    columns.map((name) => sql.identifier(name)),
    sql`, `,
  );
  const read = sql.join(
    columns.map((name) => asExpired[name] ?? sql.identifier(name)),
    sql`, `,
  );
  const own = sql`from payouts where organization_id = ${actor.organizationId}`;
  const both = sql`select ${stored} ${own} and not (${overdue}) union all select ${read} ${own} and ${overdue}`;
  return new Subquery(both, getTableColumns(payouts), getTableName(payouts));
}

/** The one function that turns a filter into SQL; to be used on `payoutsAt` of the same moment. */
export function matching(filter: PayoutFilter, at: At): SQL | undefined {
  return and(
    given(filter.group, (group) => and(inArray(payouts.status, statusesIn(group)), isNull(payouts.archivedAt))),
    given(filter.status, (statuses) => inArray(payouts.status, statuses)),
    given(filter.changed, (window) => within(payouts.statusChangedAt, window, at)),
    given(filter.created, (window) => within(payouts.createdAt, window, at)),
    given(filter.expires, (window) =>
      and(eq(payouts.status, expiringStatus.from), within(payouts.expiresAt, window, at)),
    ),
    given(filter.expired, (window) =>
      and(eq(payouts.status, expiringStatus.to), within(payouts.statusChangedAt, window, at)),
    ),
    given(filter.replaced, (replaced) =>
      replaced === "yes" ? isNotNull(payouts.archivedAt) : isNull(payouts.archivedAt),
    ),
    given(filter.currency, (currency) => and(eq(payouts.currency, currency), ...amountRange(filter, currency))),
    given(filter.batch, (batch) => eq(payouts.batchId, batch)),
    given(filter.batch_errors, (window) => batchHasErrors(payouts.organizationId, payouts.batchId, window, at)),
    given(filter.q, searched),
  );
}

const given = <T>(value: T | undefined, condition: (value: T) => SQL | undefined) =>
  value === undefined ? undefined : condition(value);

const within = (column: AnyColumn, window: TimeWindow, at: At) => inBounds(column, windowBounds(window, at));

/** `from` included, `to` not. */
export const inBounds = (column: AnyColumn, { from, to }: Bounds): SQL | undefined =>
  and(from ? gte(column, from) : undefined, to ? lt(column, to) : undefined);

function amountRange(filter: PayoutFilter, currency: string) {
  const minor = (text: string | undefined) => {
    const parsed = text === undefined ? undefined : parseAmount(text, currency);
    return parsed && "amountMinor" in parsed ? parsed.amountMinor : undefined;
  };
  const [least, most] = [minor(filter.amount_min), minor(filter.amount_max)];
  return [
    least === undefined ? undefined : gte(payouts.amountMinor, least),
    most === undefined ? undefined : lte(payouts.amountMinor, most),
  ];
}

type OfBatch = { status: AnyColumn; processedAt: AnyColumn };
const always: Bounds = { from: null, to: null };

/**
 * How a batch with refused rows can have ended. Before that, its errors are the review's concern; of a discarded one,
 * nobody's.
 */
export const endedWithErrors = ({ status }: Pick<OfBatch, "status">): SQL => inArray(status, [...endedWithRefusedRows]);

/**
 * What "with errors" means everywhere is this or `unresolvedPayout`, on `ingest_errors` joined with its batch: an error
 * of a row that became no payout waits for somebody.
 * @param bounds when the batch has to have ended: until then the error was the review's concern
 */
export const unresolvedRow = ({ status, processedAt }: OfBatch, bounds: Bounds): SQL | undefined =>
  and(
    isNull(ingestErrors.resolvedAt),
    isNull(ingestErrors.payoutId),
    endedWithErrors({ status }),
    inBounds(processedAt, bounds),
  );

/**
 * The same of an error of a payout that still waits for its recipient at `now`, of whatever batch. Its expiry settles
 * the error before the sweeper comes, as it ends the payout.
 * @param bounds when the error has to have occurred
 */
export function unresolvedPayout(now: Date, bounds = always): SQL | undefined {
  // Under a name of its own, because the outer query may be one on payouts.
  const mailed = alias(payouts, "mailed");
  const ofError = and(eq(mailed.organizationId, ingestErrors.organizationId), eq(mailed.id, ingestErrors.payoutId));
  const waits = exists(
    new QueryBuilder()
      .select({ one: sql`1` })
      .from(mailed)
      .where(and(ofError, eq(mailed.status, expiringStatus.from), gt(mailed.expiresAt, now))),
  );
  return and(
    isNull(ingestErrors.resolvedAt),
    isNotNull(ingestErrors.payoutId),
    inBounds(ingestErrors.occurredAt, bounds),
    waits,
  );
}

/** Whether the batch of that id has an error that waits for somebody at `at` and became one within the window. */
export function batchHasErrors(organizationId: AnyColumn, batchId: AnyColumn, window: TimeWindow, at: At): SQL {
  const bounds = windowBounds(window, at);
  // Under a name of its own, because the outer query may be one on batches.
  const faulty = alias(batches, "faulty");
  const ofBatch = and(eq(ingestErrors.organizationId, faulty.organizationId), eq(ingestErrors.batchId, faulty.id));
  // Asked apart, so that each finds its first error by an index of its own, however many rows of the batch were
  // refused.
  const some = (error: SQL | undefined) =>
    exists(new QueryBuilder().select({ one: sql`1` }).from(ingestErrors).where(and(ofBatch, error)));
  const either = or(some(unresolvedRow(faulty, bounds)), some(unresolvedPayout(at.now, bounds)));
  return exists(
    new QueryBuilder()
      .select({ one: sql`1` })
      .from(faulty)
      .where(and(eq(faulty.organizationId, organizationId), eq(faulty.id, batchId), either)),
  );
}

function searched(q: string) {
  const prefix = sql`lower(${searchPrefix(q)})`;
  const name = sql`lower(${payouts.recipientName})`;
  return or(
    like(sql`lower(${payouts.recipientEmail})`, prefix),
    like(sql`lower(${payouts.reference})`, prefix),
    like(name, prefix),
    like(name, sql`lower(${`% ${searchPrefix(q)}`})`),
    like(name, sql`lower(${`%-${searchPrefix(q)}`})`),
  );
}
