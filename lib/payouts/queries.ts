import { and, eq, getTableColumns, sql } from "drizzle-orm";
import { z } from "zod";
import { db, type Executor } from "@/db/client";
import { batches } from "@/db/schema/batches";
import { payouts } from "@/db/schema/payouts";
import type { Actor } from "@/lib/actor";
import { notFound } from "@/lib/errors";
import { exactTotalLimit, keyset, pageSize, turnedPage, type Total } from "@/lib/lists/keyset";
import type { Place } from "@/lib/lists/place";
import { MoneyTotals, type MoneyTotal } from "@/lib/money-totals";
import type { At } from "@/lib/moment";
import type { PayoutFilter } from "./list/filter";
import { sortOf, sortTable, splitSort, type ListView } from "./list/view";
import { matching, payoutsAt } from "./list/matching";

export type Payout = typeof payouts.$inferSelect;

/** `money` per currency, the currency of the most payouts first; null where not all are counted. */
export type PayoutListTotal = Total & { money: MoneyTotal[] | null };
export type PayoutPage = { rows: Payout[]; total: PayoutListTotal; previous: string | null; next: string | null };

const columns = getTableColumns(payouts);

/**
 * One page of the actor's payouts under a filter, `size` rows in the view's order, with the places of its neighbours.
 */
export async function listPayouts(
  actor: Actor,
  { filter, page }: ListView,
  at: At,
  size = pageSize,
  executor: Executor = db,
): Promise<PayoutPage> {
  const { key, descending } = splitSort(sortOf(filter, page));
  const column = sortTable[key].column;
  const { where, orderBy } = keyset(page, { by: columns[column], id: columns.id, descending });
  const found = await executor
    .select(columns)
    .from(payoutsAt(actor, at.now))
    .where(and(matching(actor, filter, at), where))
    .orderBy(...orderBy)
    .limit(size + 1);
  return {
    ...turnedPage(found, size, page, (payout) => payout[column]),
    total: await listTotal(actor, filter, at, executor),
  };
}

async function listTotal(actor: Actor, filter: PayoutFilter, at: At, executor: Executor): Promise<PayoutListTotal> {
  const rows = await executor.execute<{ currency: string; count: string; amountMinor: string }>(sql`
    select currency, count(*)::text as count, sum(amount_minor)::text as "amountMinor" from (
      select currency, amount_minor from ${payoutsAt(actor, at.now)} where ${matching(actor, filter, at) ?? sql`true`} limit ${exactTotalLimit + 1}) counted
    group by currency`);
  const totals = new MoneyTotals(rows);
  return totals.count > exactTotalLimit
    ? { count: exactTotalLimit, capped: true, money: null }
    : { count: totals.count, capped: false, money: totals.list() };
}

type Neighbours = { previous: string | null; next: string | null };

/** The ids of the payouts before and after one in a list; where it has left the list, of those around its place. */
export async function payoutNeighbours(
  actor: Actor,
  payout: Payout,
  { filter, page: { sort } }: ListView,
  at: At,
  executor: Executor = db,
): Promise<Neighbours> {
  const { key, descending } = splitSort(sortOf(filter, { sort }));
  const column = sortTable[key].column;
  const value = payout[column];
  const place = `${value instanceof Date ? value.getTime() : value}_${payout.id}`;
  const neighbour = async (page: Place) => {
    const { where, orderBy } = keyset(page, { by: columns[column], id: columns.id, descending });
    const [found] = await executor
      .select({ id: columns.id })
      .from(payoutsAt(actor, at.now))
      .where(and(matching(actor, filter, at), where))
      .orderBy(...orderBy)
      .limit(1);
    return found?.id ?? null;
  };
  return { previous: await neighbour({ before: place }), next: await neighbour({ after: place }) };
}

/** `count` in all currencies; `money` with the currency of the most payouts first. */
type PayoutTotals = { count: number; money: MoneyTotal[] };

/**
 * Count and money per currency of each filter, all in one statement and so of one instant.
 */
export async function summarizePayouts<K extends string>(
  actor: Actor,
  filters: Record<K, PayoutFilter>,
  at: At,
  executor: Executor = db,
): Promise<Record<K, PayoutTotals>> {
  const keys = Object.keys(filters) as K[];
  const parts = keys.map(
    (key) => sql`select ${key}::text as key, currency, count(*)::text as count, sum(amount_minor)::text as "amountMinor"
      from ${payoutsAt(actor, at.now)} where ${matching(actor, filters[key], at) ?? sql`true`} group by currency`,
  );
  const rows = await executor.execute<{ key: K; currency: string; count: string; amountMinor: string }>(
    sql.join(parts, sql` union all `),
  );
  const totals = keys.map((key) => [key, new MoneyTotals(rows.filter((row) => row.key === key))] as const);
  return Object.fromEntries(totals.map(([key, own]) => [key, { count: own.count, money: own.list() }])) as Record<
    K,
    PayoutTotals
  >;
}

/**
 * One payout as it stands at `now`, with what it is linked to.
 * @throws DomainError `not_found` when the actor's organization has none of that id
 */
export async function getPayout(actor: Actor, id: string, now: Date, executor: Executor = db): Promise<Payout> {
  const known = z.uuid().safeParse(id).success;
  const [payout] = known ? await executor.select(columns).from(payoutsAt(actor, now)).where(eq(columns.id, id)) : [];
  if (!payout) throw notFound("payout");
  return payout;
}

/** What a payout is linked to: its batch, the payout that it replaces, the payout that replaced it. */
export async function payoutOrigins(actor: Actor, payout: Payout) {
  const own = eq(payouts.organizationId, actor.organizationId);
  const brief = { id: payouts.id, reference: payouts.reference };
  const [[batch], [replaces], [replacedBy]] = await Promise.all([
    payout.batchId
      ? db
          .select({ id: batches.id, fileName: batches.fileName })
          .from(batches)
          .where(and(eq(batches.organizationId, actor.organizationId), eq(batches.id, payout.batchId)))
      : [],
    payout.reissueOf
      ? db
          .select(brief)
          .from(payouts)
          .where(and(own, eq(payouts.id, payout.reissueOf)))
      : [],
    db
      .select(brief)
      .from(payouts)
      .where(and(own, eq(payouts.reissueOf, payout.id))),
  ]);
  return { batch: batch ?? null, replaces: replaces ?? null, replacedBy: replacedBy ?? null };
}
