import { asc, count, desc, sql, type SQL } from "drizzle-orm";
import type { PgColumn } from "drizzle-orm/pg-core";
import type { Executor } from "@/db/client";
import type { Place } from "./place";

/** A list's order: one column, then the id, so that no two rows share a place. */
type Order = { by: PgColumn; id: PgColumn; descending: boolean };

/**
 * What turns a query into one page: its condition and its order. `down`: from the largest on. Ask for `size + 1` rows, and hand them to
 * `turnedPage`.
 */
export function keyset(
  place: Place,
  { by, id, descending }: Order,
): { where: SQL | undefined; orderBy: [SQL, SQL]; down: boolean } {
  const down = descending !== isBackwards(place);
  const direction = down ? desc : asc;
  return {
    down,
    where: beyond(place.after ?? place.before, by, id, down ? "<" : ">"),
    orderBy: [direction(by), direction(id)],
  };
}

// A page before a place is read backwards from there, then turned round.
const isBackwards = (place: Place) => place.before !== undefined;

/** No row is later; a cursor somebody made up may be, and the database would refuse to read its year. */
const latestInstant = Date.UTC(9999, 0);

/** A comparison of rows, so that an index of both columns is entered at the place itself, however far it is. */
function beyond(cursor: string | undefined, by: PgColumn, id: PgColumn, past: "<" | ">"): SQL | undefined {
  if (cursor === undefined) return undefined;
  const [text = "", lastId = ""] = cursor.split("_");
  const value =
    by.dataType === "date"
      ? sql`${new Date(Math.min(Number(text), latestInstant)).toISOString()}::timestamptz`
      : sql`${text}::bigint`;
  return sql`(${by}, ${id}) ${sql.raw(past)} (${value}, ${lastId}::uuid)`;
}

type Sortable = Date | bigint;

/** The rows of the page in the list's order, and the places of its neighbours where there are any. */
export function turnedPage<Row extends { id: string }>(
  found: readonly Row[],
  size: number,
  place: Place,
  sortValue: (row: Row) => Sortable,
) {
  const backwards = isBackwards(place);
  const more = found.length > size;
  const rows = backwards ? found.slice(0, size).reverse() : found.slice(0, size);
  const cursorOf = (row: Row | undefined) => {
    if (row === undefined) return null;
    const value = sortValue(row);
    return `${value instanceof Date ? value.getTime() : value}_${row.id}`;
  };
  return {
    rows,
    previous: (backwards ? more : place.after !== undefined) ? cursorOf(rows[0]) : null,
    next: (backwards ? rows.length > 0 : more) ? cursorOf(rows.at(-1)) : null,
  };
}

/** Rows on one page of a list. */
export const pageSize = 50;
/**
 * Above this a list says "10,000+"; counting every row of a huge list on each page turn would cost more than it tells.
 */
export const exactTotalLimit = 10_000;

export type Total = { count: number; capped: boolean };

/** Counts the rows of a query up to `exactTotalLimit`; hand it the query limited to one row more. */
export async function cappedTotal(
  executor: Executor,
  some: Parameters<ReturnType<Executor["select"]>["from"]>[0],
): Promise<Total> {
  const [row] = await executor.select({ count: count() }).from(some);
  const found = row?.count ?? 0;
  return { count: Math.min(found, exactTotalLimit), capped: found > exactTotalLimit };
}
