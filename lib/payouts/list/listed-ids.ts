import { getTableColumns, sql, type SQL } from "drizzle-orm";
import { payouts } from "@/db/schema/payouts";
import type { Actor } from "@/lib/actor";
import { keyset } from "@/lib/lists/keyset";
import type { At } from "@/lib/moment";
import type { Found } from "@/lib/payouts/search/found";
import type { PayoutFilter } from "./filter";
import { firstPayouts, readingOf, type Reading } from "./reading";
import { sortOf, sortTable, splitSort } from "./view";
import { noEnd } from "./walks";

const columns = getTableColumns(payouts);

/**
 * Selects `id` and `position`, from 1 on, of the payouts that a list has, in its own order: `most` of them at most. They
 * are read as its pages are, but that no page ends the reading.
 * @param found what `searchOf` says of the filter
 */
export function listedIds(actor: Actor, filter: PayoutFilter, at: At, found: Found | undefined, most: number): SQL {
  const { key, descending } = splitSort(sortOf(filter, {}));
  const { orderBy, down } = keyset({}, { by: columns[sortTable[key].column], id: columns.id, descending });
  const reading = wholeOf(readingOf(actor, filter, at, found, key));
  const rows = firstPayouts(reading, { beyond: undefined, key, orderBy, down, limit: most });
  const order = sql.join(orderBy, sql`, `);
  return sql`select ${columns.id} as id, row_number() over (order by ${order}) as position from ${rows} order by ${order} limit ${most}`;
}

function wholeOf(reading: Reading): Reading {
  if (reading.way === "exact") return reading;
  return reading.otherwise ?? { ...reading, most: noEnd };
}
