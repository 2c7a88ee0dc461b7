import { and, eq, getTableColumns, sql } from "drizzle-orm";
import { z } from "zod";
import { db, readFor, type Executor } from "@/db/client";
import { batches } from "@/db/schema/batches";
import { payouts } from "@/db/schema/payouts";
import type { Actor } from "@/lib/actor";
import { notFound } from "@/lib/errors";
import { exactTotalLimit, keyset, pageSize, turnedPage, type Total } from "@/lib/lists/keyset";
import { MoneyTotals, type MoneyTotal } from "@/lib/money-totals";
import type { At } from "@/lib/moment";
import { countable } from "./counts/counted";
import { summarizePayouts } from "./counts/summarize";
import { failedBeside, type PayoutFilter } from "./list/filter";
import { servedSorts, sortableLimit, sortOf, sortTable, splitSort, type ListView } from "./list/view";
import { leftOut, withoutLeftOut } from "./list/left-out";
import { payoutsAt } from "./as-of";
import { searchOf } from "./list/matching";
import {
  countedAtMost,
  countedOf,
  endOfWalk,
  firstPayouts,
  readingOf,
  tooManyToSort,
  type Reading,
} from "./list/reading";
import { asksTextAlone, hasMoney, numberFound } from "./list/walks";
import { mayLack, type Found } from "./search/found";

export type Payout = typeof payouts.$inferSelect;

/**
 * `money` per currency, the currency of the most payouts first; null where not all are read. `failed`: how many
 * payouts `failedBeside` has, of a list that the counts keep: they are read with its total. `soFar`: its search could not look
 * at all payouts yet, so there may be more.
 */
export type PayoutListTotal = Total & { money: MoneyTotal[] | null; failed?: number; soFar?: true };
/** `looked`: how many payouts were looked at for a page that they did not fill; the next page goes on behind them. */
type PayoutRows = { rows: Payout[]; previous: string | null; next: string | null; looked: number | null };
/** `unsorted`: the list is too long for the order that was asked for, so it has no rows. */
export type PayoutPage = PayoutRows & { total: PayoutListTotal; unsorted: boolean };

const columns = getTableColumns(payouts);

/**
 * One page of the actor's payouts under a filter, `size` rows in the view's order, with the places of its neighbours and
 * the total of the list.
 */
export function listPayouts(
  actor: Actor,
  view: ListView,
  at: At,
  size = pageSize,
  executor?: Executor,
): Promise<PayoutPage> {
  const read = async (on: Executor) => {
    const searched = await searchOf(actor, view.filter, on);
    const total = await listTotal(actor, view.filter, at, searched, on);
    if (!(await canBeSorted(actor, view, at, total, searched, on)))
      return { rows: [], previous: null, next: null, looked: null, total, unsorted: true };
    return { ...(await payoutRows(actor, view, at, size, on, searched)), total, unsorted: false };
  };
  return readFor(actor, read, { executor });
}

/** Whether an index has the order that is asked for, or the payouts are few enough to be put in it. */
async function canBeSorted(
  actor: Actor,
  { filter, page }: ListView,
  at: At,
  total: Total,
  searched: Found | undefined,
  executor: Executor,
): Promise<boolean> {
  const { key } = splitSort(sortOf(filter, page));
  if (servedSorts(filter).includes(key)) return true;
  if (total.capped || total.count > sortableLimit) return false;
  const reading = readingOf(actor, filter, at, searched, key);
  if (reading.way === "exact" || reading.by === key) return true;
  return (await executor.execute(tooManyToSort(reading))).length === 0;
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
  const { where: beyond, orderBy, down } = keyset(page, { by: columns[column], id: columns.id, descending });
  const asked = searched ?? (await searchOf(actor, filter, executor));
  const reading = readingOf(actor, filter, at, asked, key);
  const place = { beyond, key, orderBy, down, limit: size + 1 };
  const read = async (way: Reading) => {
    const found = await executor
      .select(columns)
      .from(firstPayouts(way, place))
      .orderBy(...orderBy)
      .limit(place.limit);
    return {
      full: found.length > size,
      page: { ...turnedPage(found, size, page, (row) => row[column]), looked: null },
    };
  };
  const { full, page: turned } = await read(reading);
  if (full || reading.way === "exact" || key !== reading.by) return turned;
  if (reading.otherwise) return (await read(reading.otherwise)).page;
  const [end] = await executor.execute<{ place: string }>(endOfWalk(reading, place));
  if (!end) return turned;
  return { ...turned, [page.before === undefined ? "next" : "previous"]: end.place, looked: reading.most };
}

/**
 * How many payouts each of some filters has, by its name, as their lists say it: those that the counts keep in one
 * statement, the others one after another. Of a search that could not look at all payouts yet nothing is said.
 */
export async function listTotals(
  actor: Actor,
  filters: Record<string, PayoutFilter>,
  at: At,
): Promise<Record<string, Total>> {
  return readFor(actor, async (on) => {
    const named = Object.entries(filters);
    const kept = named.filter(([, filter]) => countable(actor, filter, at));
    const totals: Record<string, Total> = {};
    if (kept.length > 0) {
      const exact = await summarizePayouts(actor, Object.fromEntries(kept), at, on);
      for (const [name, { count }] of Object.entries(exact)) totals[name] = { count, capped: false };
    }
    for (const [name, filter] of named) {
      if (name in totals) continue;
      const { count, capped, soFar } = await listTotal(actor, filter, at, await searchOf(actor, filter, on), on);
      if (!soFar) totals[name] = { count, capped };
    }
    return totals;
  });
}

/** Exact at any size for a filter that the counts keep, as those of the Dashboard; others are counted to a limit. */
async function listTotal(
  actor: Actor,
  filter: PayoutFilter,
  at: At,
  searched: Found | undefined,
  executor: Executor,
): Promise<PayoutListTotal> {
  const parts = withoutLeftOut(filter);
  if (countable(actor, parts?.whole ?? filter, at)) {
    const beside = failedBeside(filter);
    const named: Record<string, PayoutFilter> = { all: filter, ...(beside && { failed: beside }) };
    const { all, failed } = await summarizePayouts(actor, named, at, executor);
    return { ...all!, capped: false, ...(failed && { failed: failed.count }) };
  }
  if (parts && !mayLack(searched)) {
    const whole = await listTotal(actor, parts.whole, at, searched, executor);
    const out = leftOut(actor, parts, at, searched);
    if (whole.money)
      return less(whole.money, await executor.execute<Counted>(sql`${countAll} ${out} group by currency`));
  }
  if (searched?.text?.ids === "many" && asksTextAlone(filter))
    return { count: exactTotalLimit, capped: true, money: null };
  const known = searched && numberFound(filter, searched);
  if (known) return { count: known, capped: false, money: null };
  const reading = readingOf(actor, filter, at, searched);
  const rows = await executor.execute<{ currency: string; looked: string; count: string; amountMinor: string | null }>(
    countedOf(reading),
  );
  const looked = rows.reduce((sum, row) => sum + Number(row.looked), 0);
  const totals = new MoneyTotals(
    rows.flatMap((row) => (row.amountMinor === null ? [] : [{ ...row, amountMinor: row.amountMinor }])),
  );
  if (looked > countedAtMost(reading))
    return { count: Math.min(totals.count, exactTotalLimit), capped: true, money: null };
  if (mayLack(searched)) return { count: totals.count, capped: false, money: null, soFar: true };
  return { count: totals.count, capped: false, money: hasMoney(filter, searched) ? totals.list() : null };
}

type Counted = { currency: string; count: string; amountMinor: string };
const countAll = sql`select currency, (-count(*))::text as count, (-sum(amount_minor))::text as "amountMinor"`;

/** @param out what is taken away, with a minus */
function less(whole: MoneyTotal[], out: Iterable<Counted>): PayoutListTotal {
  const rest = new MoneyTotals(whole).add(out);
  return { count: rest.count, capped: false, money: rest.list() };
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
