import { getTableColumns } from "drizzle-orm";
import { db, type Executor } from "@/db/client";
import { payouts } from "@/db/schema/payouts";
import type { Actor } from "@/lib/actor";
import { keyset } from "@/lib/lists/keyset";
import type { Place } from "@/lib/lists/place";
import type { At } from "@/lib/moment";
import type { Payout } from "@/lib/payouts/queries";
import { searchOf } from "./matching";
import { endOfWalk, firstPayouts, readingOf } from "./reading";
import { sortOf, sortTable, splitSort, type ListView } from "./view";

const columns = getTableColumns(payouts);

type Neighbours = { previous: string | null; next: string | null };

/** Where no index has all that a list asks, a neighbour is looked for in so many walks, each as long as that of a page. */
const mostWalks = 10;

/**
 * The ids of the payouts before and after one in a list; where it has left the list, of those around its place. Null at
 * the end of the list, and where the next one is further than `mostWalks`.
 */
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
  const way = readingOf(actor, filter, at, await searchOf(actor, filter, executor), key);
  const reading = (way.way === "walk" && way.otherwise) || way;
  const neighbour = async (page: Place, walksLeft = mostWalks): Promise<string | null> => {
    const { where: beyond, orderBy, down } = keyset(page, { by: columns[column], id: columns.id, descending });
    const from = { beyond, key, orderBy, down, limit: 1 };
    const [found] = await executor
      .select({ id: columns.id })
      .from(firstPayouts(reading, from))
      .orderBy(...orderBy)
      .limit(1);
    if (found || reading.way === "exact" || key !== reading.by || walksLeft === 1) return found?.id ?? null;
    const [end] = await executor.execute<{ place: string }>(endOfWalk(reading, from));
    return end ? neighbour(page.before ? { before: end.place } : { after: end.place }, walksLeft - 1) : null;
  };
  return { previous: await neighbour({ before: place }), next: await neighbour({ after: place }) };
}
