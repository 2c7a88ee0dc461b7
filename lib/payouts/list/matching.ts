import {
  and,
  eq,
  getTableColumns,
  getTableName,
  gte,
  inArray,
  isNotNull,
  isNull,
  lte,
  sql,
  Subquery,
  type SQL,
  type SQLWrapper,
} from "drizzle-orm";
import { db, type Executor } from "@/db/client";
import { payouts } from "@/db/schema/payouts";
import type { Actor } from "@/lib/actor";
import { batchHasErrors } from "@/lib/ingest-errors/matching";
import { inWindow, matchingAll, type Conditions } from "@/lib/lists/conditions";
import type { At } from "@/lib/moment";
import { parseAmount } from "@/lib/money";
import { payoutGroups, statusesIn, type PayoutGroup } from "@/lib/payouts/status";
import { findPayouts, isFound, type Found } from "@/lib/payouts/search/found";
import { expiringStatus } from "@/lib/payouts/transitions";
import type { PayoutFilter } from "./filter";

/**
 * The actor's payouts as they stand at `now`, to select from under the table's own name. A pending payout past its
 * expiry reads as expired, changed at its expiry, whether or not the worker has written it. Two branches instead of a
 * CASE, so that each can use an index.
 */
export function payoutsAt(actor: Actor, now: Date) {
  const overdue = isOverdueAt(now)({ status: sql`status`, expiresAt: sql`expires_at` });
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

/** Whether a payout of the table is past its expiry at `now`, though stored as pending still. */
export const isOverdueAt =
  (now: Date) =>
  ({ status, expiresAt }: { status: SQLWrapper; expiresAt: SQLWrapper }): SQL =>
    sql`(${status} = ${expiringStatus.from}::payout_status and ${expiresAt} <= ${now.toISOString()}::timestamptz)`;

/**
 * Which payouts a tile adds up: those in one of its statuses that no other payout has replaced. The filter, the chart
 * and the comparison with the window before all ask this.
 */
const isInGroup = (group: PayoutGroup, status: SQLWrapper, isCurrent: SQL): SQL =>
  sql`(${inArray(status, statusesIn(group))} and ${isCurrent})`;

/**
 * The group a payout is in, as SQL text; null for one that is in no tile.
 * @param isCurrent whether no other payout has replaced it
 */
export function groupIn(status: SQLWrapper, isCurrent: SQL): SQL<PayoutGroup | null> {
  const cases = payoutGroups.map((group) => sql`when ${isInGroup(group, status, isCurrent)} then ${group}::text`);
  return sql`case ${sql.join(cases, sql` `)} end`;
}

const notReplaced = isNull(payouts.archivedAt);
/** The group of a payout as it stands on `payoutsAt`. */
export const currentGroup = groupIn(payouts.status, notReplaced);

const conditionsOf = (actor: Actor, found: Found | undefined): Conditions<PayoutFilter> => ({
  group: (group) => isInGroup(group, payouts.status, notReplaced),
  status: (statuses) => inArray(payouts.status, statuses),
  changed: (window, at) => inWindow(payouts.statusChangedAt, window, at),
  created: (window, at) => inWindow(payouts.createdAt, window, at),
  expires: (window, at) => and(eq(payouts.status, expiringStatus.from), inWindow(payouts.expiresAt, window, at)),
  expired: (window, at) => and(eq(payouts.status, expiringStatus.to), inWindow(payouts.statusChangedAt, window, at)),
  replaced: (replaced) => (replaced === "yes" ? isNotNull(payouts.archivedAt) : notReplaced),
  currency: (currency) => eq(payouts.currency, currency),
  amount_min: (text, _, { currency }) => gte(payouts.amountMinor, minorUnits(text, currency)),
  amount_max: (text, _, { currency }) => lte(payouts.amountMinor, minorUnits(text, currency)),
  batch: (batch) => eq(payouts.batchId, batch),
  batch_errors: (window, at) => batchHasErrors(payouts.organizationId, payouts.batchId, window, at),
  q: () => found && isFound(actor, found),
});

/**
 * What the search of a filter finds, to be handed to `matching`: how a list is read depends on how many that are.
 * @returns undefined for a filter without a search
 */
export const searchOf = async (
  actor: Actor,
  { q }: PayoutFilter,
  executor: Executor = db,
): Promise<Found | undefined> => (q === undefined ? undefined : findPayouts(actor, q, executor));

/**
 * The one function that turns a filter into SQL; to be used on `payoutsAt` of the same moment.
 * @param found what `searchOf` says of this filter
 * @throws Error for a filter with a search that was not looked up
 */
export const matching = (actor: Actor, filter: PayoutFilter, at: At, found?: Found): SQL | undefined =>
  matchingAll(conditionsOf(actor, found), filter, at);

/** @throws Error for an amount that `parsePayoutFilter` would have refused */
function minorUnits(text: string, currency: string | undefined): bigint {
  const parsed = currency === undefined ? undefined : parseAmount(text, currency);
  if (parsed === undefined || "problem" in parsed) throw new Error(`${text} is no amount of ${currency}`);
  return parsed.amountMinor;
}
