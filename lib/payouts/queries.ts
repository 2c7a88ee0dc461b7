import { and, asc, count, desc, eq, getTableColumns, gt, lt, or, sql, type SQL } from "drizzle-orm";
import { z } from "zod";
import { db, type Executor } from "@/db/client";
import { batches } from "@/db/schema/batches";
import { payouts } from "@/db/schema/payouts";
import type { Actor } from "../actor";
import { notFound } from "../errors";
import type { At } from "../time-window";
import type { PayoutFilter } from "./filter";
import { sortOf, sortTable, splitSort, type ListView, type Sort } from "./list-view";
import { matching, payoutsAt } from "./matching";

export type Payout = typeof payouts.$inferSelect;
export type Money = { currency: string; amountMinor: bigint };

export const pageSize = 50;
/** Above this a list says "10,000+"; counting every row of a huge list on each page turn would cost more than it tells. */
export const exactTotalLimit = 10_000;

export type PayoutPage = { rows: Payout[]; total: { count: number; capped: boolean }; previous: string | null; next: string | null };

const columns = getTableColumns(payouts);

/** One page of the actor's payouts under a filter, `size` rows in the view's order, with the cursors of its neighbours. */
export async function listPayouts(actor: Actor, { filter, page }: ListView, at: At, size = pageSize, executor: Executor = db): Promise<PayoutPage> {
  const sort = sortOf(filter, page);
  const { key, descending } = splitSort(sort);
  const column = columns[sortTable[key].column];
  const backwards = page.before !== undefined;
  const down = descending !== backwards;
  const found = await executor
    .select(columns)
    .from(payoutsAt(actor, at.now))
    .where(and(matching(filter, at), beyond(page.after ?? page.before, sort, down)))
    .orderBy(down ? desc(column) : asc(column), down ? desc(columns.id) : asc(columns.id))
    .limit(size + 1);
  const more = found.length > size;
  const rows = backwards ? found.slice(0, size).reverse() : found.slice(0, size);
  return {
    rows,
    total: await cappedCount(actor, filter, at, executor),
    previous: (backwards ? more : page.after !== undefined) ? cursorOf(rows[0], sort) : null,
    next: (backwards ? rows.length > 0 : more) ? cursorOf(rows.at(-1), sort) : null,
  };
}

function cursorOf(row: Payout | undefined, sort: Sort): string | null {
  if (row === undefined) return null;
  const value = row[sortTable[splitSort(sort).key].column];
  return `${value instanceof Date ? value.getTime() : value}_${row.id}`;
}

function beyond(cursor: string | undefined, sort: Sort, down: boolean): SQL | undefined {
  if (cursor === undefined) return undefined;
  const [value = "", id = ""] = cursor.split("_");
  const key = sortTable[splitSort(sort).key].column;
  const past = down ? lt : gt;
  if (key === "amountMinor") return or(past(columns[key], BigInt(value)), and(eq(columns[key], BigInt(value)), past(columns.id, id)));
  const instant = new Date(Number(value));
  return or(past(columns[key], instant), and(eq(columns[key], instant), past(columns.id, id)));
}

async function cappedCount(actor: Actor, filter: PayoutFilter, at: At, executor: Executor) {
  const some = executor
    .select({ id: columns.id })
    .from(payoutsAt(actor, at.now))
    .where(matching(filter, at))
    .limit(exactTotalLimit + 1)
    .as("some");
  const [row] = await executor.select({ count: count() }).from(some);
  const found = row?.count ?? 0;
  return { count: Math.min(found, exactTotalLimit), capped: found > exactTotalLimit };
}

/** How many of the actor's payouts a filter means, exactly. */
export async function countPayouts(actor: Actor, filter: PayoutFilter, at: At, executor: Executor = db): Promise<number> {
  const [row] = await executor.select({ count: count() }).from(payoutsAt(actor, at.now)).where(matching(filter, at));
  return row?.count ?? 0;
}

/** Count and money per currency of each filter, all in one statement and so of one instant. Largest sums first. */
export async function summarizePayouts<K extends string>(
  actor: Actor,
  filters: Record<K, PayoutFilter>,
  at: At,
  executor: Executor = db,
): Promise<Record<K, { count: number; money: Money[] }>> {
  const keys = Object.keys(filters) as K[];
  const parts = keys.map(
    (key) => sql`select ${key}::text as key, currency, count(*)::text as count, sum(amount_minor)::text as sum
      from ${payoutsAt(actor, at.now)} where ${matching(filters[key], at) ?? sql`true`} group by currency`,
  );
  const rows = await executor.execute<{ key: K; currency: string; count: string; sum: string }>(sql.join(parts, sql` union all `));
  const summarize = (key: K) => {
    const own = rows.filter((row) => row.key === key).sort((a, b) => Number(b.count) - Number(a.count));
    return {
      count: own.reduce((total, row) => total + Number(row.count), 0),
      money: own.map((row) => ({ currency: row.currency, amountMinor: BigInt(row.sum) })),
    };
  };
  return Object.fromEntries(keys.map((key) => [key, summarize(key)])) as Record<K, { count: number; money: Money[] }>;
}

/**
 * Every record of a filter, in the order of creation, `size` at a time: for the export. Ids never change, so a payout that changes while
 * the file is written is neither missed nor doubled.
 */
export async function* eachPayout(actor: Actor, filter: PayoutFilter, at: At, size = 1_000): AsyncGenerator<Payout[]> {
  let last: Payout | undefined;
  do {
    const rows: Payout[] = await db
      .select(columns)
      .from(payoutsAt(actor, at.now))
      .where(and(matching(filter, at), last && or(gt(columns.createdAt, last.createdAt), and(eq(columns.createdAt, last.createdAt), gt(columns.id, last.id)))))
      .orderBy(asc(columns.createdAt), asc(columns.id))
      .limit(size);
    if (rows.length > 0) yield rows;
    last = rows.length === size ? rows.at(-1) : undefined;
  } while (last);
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

/** What a payout came from and what came of it: its batch, the payout it replaces, the one that replaced it. */
export async function payoutOrigins(actor: Actor, payout: Payout) {
  const own = eq(payouts.organizationId, actor.organizationId);
  const brief = { id: payouts.id, reference: payouts.reference };
  const [[batch], [replaces], [replacedBy]] = await Promise.all([
    payout.batchId
      ? db.select({ id: batches.id, fileName: batches.fileName }).from(batches).where(and(eq(batches.organizationId, actor.organizationId), eq(batches.id, payout.batchId)))
      : [],
    payout.reissueOf ? db.select(brief).from(payouts).where(and(own, eq(payouts.id, payout.reissueOf))) : [],
    db.select(brief).from(payouts).where(and(own, eq(payouts.reissueOf, payout.id))),
  ]);
  return { batch: batch ?? null, replaces: replaces ?? null, replacedBy: replacedBy ?? null };
}
