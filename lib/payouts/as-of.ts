import { getTableColumns, getTableName, sql, Subquery, type SQL, type SQLWrapper } from "drizzle-orm";
import { payouts } from "@/db/schema/payouts";
import type { Actor } from "@/lib/actor";
import { expiringStatus } from "./transitions";

/**
 * The actor's payouts as they stand at `now`, to select from under the table's own name. A pending payout past its
 * expiry reads as expired, changed at its expiry, whether or not the worker has written it. Two branches instead of a
 * CASE, so that each can use an index.
 */
export function payoutsAt(actor: Actor, now: Date) {
  const { stored, overdue } = readings(now);
  const own = sql`from payouts where organization_id = ${actor.organizationId}`;
  const both = sql`${stored} ${own} and not (${overdue.condition}) union all ${overdue.read} ${own} and ${overdue.condition}`;
  return new Subquery(both, getTableColumns(payouts), getTableName(payouts));
}

/** What a payout past its expiry reads as, by column. */
const asExpired: Record<string, string> = {
  status: `'${expiringStatus.to}'::payout_status as status`,
  status_changed_at: "expires_at as status_changed_at",
  // What was put aside as pending is not put aside as expired.
  snoozed_until: "null::timestamptz as snoozed_until",
  handled_at: "null::timestamptz as handled_at",
  handled_reason: "null::text as handled_reason",
};

const columnNames = Object.values(getTableColumns(payouts)).map((column) => column.name);
/** All columns of a payout. As text, made once: they are in every statement that reads payouts. */
const selecting = (written: Record<string, string>): SQL =>
  sql.raw(`select ${columnNames.map((name) => written[name] ?? `"${name}"`).join(", ")}`);
const asStored = selecting({});
const asOverdue = selecting(asExpired);

/** The two ways to read a payout: as it is stored, and, where it is past its expiry, as expired. */
export const readings = (now: Date) => ({
  stored: asStored,
  overdue: {
    condition: isOverdueAt(now)({ status: sql`status`, expiresAt: sql`expires_at` }),
    read: asOverdue,
  },
});

/** Selects the ids of the actor's payouts past their expiry that nobody has written as expired yet. */
export const overdueIds = (actor: Actor, now: Date): SQL =>
  sql`select id from payouts where organization_id = ${actor.organizationId} and ${readings(now).overdue.condition}`;

/**
 * Whether a payout of the table is past its expiry at `now`, though stored as pending still.
 * @param now a clock that goes on within a statement belongs into a `select`: by itself it is read for each payout, and no
 * index can be asked for it
 */
export const isOverdueAt =
  (now: Date | SQL) =>
  ({ status, expiresAt }: { status: SQLWrapper; expiresAt: SQLWrapper }): SQL =>
    // The status is written into the text, so that the index of these serves it.
    sql`(${status} = ${sql.raw(`'${expiringStatus.from}'`)} and ${expiresAt} <= ${now instanceof Date ? sql`${now.toISOString()}::timestamptz` : now})`;
