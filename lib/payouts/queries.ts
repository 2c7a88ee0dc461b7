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
import { countable } from "./counts/counted";
import { summarizePayouts } from "./counts/summarize";
import type { PayoutFilter } from "./list/filter";
import { servedSorts, sortableLimit, sortOf, sortTable, splitSort, type ListView } from "./list/view";
import { firstPayoutsAt, matching, payoutsAt, searchOf } from "./list/matching";
import type { Found } from "./search/found";

export type Payout = typeof payouts.$inferSelect;

/** `money` per currency, the currency of the most payouts first; null where not all are counted. */
export type PayoutListTotal = Total & { money: MoneyTotal[] | null };
type PayoutRows = { rows: Payout[]; previous: string | null; next: string | null };
/** `unsorted`: the list is too long for the order that was asked for, so it has no rows. */
export type PayoutPage = PayoutRows & { total: PayoutListTotal; unsorted: boolean };

const columns = getTableColumns(payouts);

/**
 * One page of the actor's payouts under a filter, `size` rows in the view's order, with the places of its neighbours and
 * the total of the list.
 */
export async function listPayouts(
  actor: Actor,
  view: ListView,
  at: At,
  size = pageSize,
  executor: Executor = db,
): Promise<PayoutPage> {
  const searched = await searchOf(actor, view.filter, executor);
  const total = await listTotal(actor, view.filter, at, searched, executor);
  const { key } = splitSort(sortOf(view.filter, view.page));
  if (total.count > sortableLimit && !servedSorts(view.filter).includes(key))
    return { rows: [], previous: null, next: null, total, unsorted: true };
  return { ...(await payoutRows(actor, view, at, size, executor, searched)), total, unsorted: false };
}

/** The same without the total. @param searched what `searchOf` says of the filter, where that is known already */
export async function payoutRows(
  actor: Actor,
  { filter, page }: ListView,
  at: At,
  size = pageSize,
  executor: Executor = db,
  searched?: Found,
): Promise<PayoutRows> {
  const { key, descending } = splitSort(sortOf(filter, page));
  const column = sortTable[key].column;
  const { where, orderBy } = keyset(page, { by: columns[column], id: columns.id, descending });
  const limit = size + 1;
  const asked = searched ?? (await searchOf(actor, filter, executor));
  const found = await executor
    .select(columns)
    .from(firstPayoutsAt(actor, filter, at, { found: asked, beyond: where, orderBy, limit }))
    .orderBy(...orderBy)
    .limit(limit);
  return turnedPage(found, size, page, (payout) => payout[column]);
}

/** Exact at any size for a filter that the counts keep, as those of the Dashboard; others are counted to a limit. */
async function listTotal(
  actor: Actor,
  filter: PayoutFilter,
  at: At,
  searched: Found | undefined,
  executor: Executor,
): Promise<PayoutListTotal> {
  if (countable(actor, filter, at)) {
    const { all } = await summarizePayouts(actor, { all: filter }, at, executor);
    return { ...all, capped: false };
  }
  const asksNoMore = Object.entries(filter).every(([key, value]) => key === "q" || value === undefined);
  if (searched?.ids === "many" && asksNoMore) return { count: exactTotalLimit, capped: true, money: null };
  const rows = await executor.execute<{ currency: string; count: string; amountMinor: string }>(sql`
    select currency, count(*)::text as count, sum(amount_minor)::text as "amountMinor" from (
      select currency, amount_minor from ${payoutsAt(actor, at.now)} where ${matching(actor, filter, at, searched) ?? sql`true`} limit ${exactTotalLimit + 1}) counted
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
  const searched = await searchOf(actor, filter, executor);
  const neighbour = async (page: Place) => {
    const { where, orderBy } = keyset(page, { by: columns[column], id: columns.id, descending });
    const [found] = await executor
      .select({ id: columns.id })
      .from(firstPayoutsAt(actor, filter, at, { found: searched, beyond: where, orderBy, limit: 1 }))
      .orderBy(...orderBy)
      .limit(1);
    return found?.id ?? null;
  };
  return { previous: await neighbour({ before: place }), next: await neighbour({ after: place }) };
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
