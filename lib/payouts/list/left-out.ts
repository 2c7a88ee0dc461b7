import { and, not, sql, type SQL } from "drizzle-orm";
import { db } from "@/db/client";
import { ask, type Question } from "@/db/question";
import { payouts } from "@/db/schema/payouts";
import type { Actor } from "@/lib/actor";
import { asksInHand, besides, leavesOut, open } from "@/lib/follow-up/filter";
import { inHand } from "@/lib/follow-up/matching";
import { MoneyTotals, type MoneyTotal } from "@/lib/money-totals";
import type { At } from "@/lib/moment";
import { mayLack, type Found } from "@/lib/payouts/search/found";
import type { PayoutFilter } from "./filter";
import { payoutsAt } from "@/lib/payouts/as-of";
import { matching, searchOf } from "./matching";

const followUp = Object.keys(open) as (keyof typeof open)[];

/**
 * A filter that leaves out what somebody has or has put aside, as a longer list and what is taken from it: few payouts,
 * which an index has alone. So it is counted at the cost of the longer one. Null for any other filter.
 */
export function withoutLeftOut(filter: PayoutFilter): Parts | null {
  if (!leavesOut(filter) || asksInHand(filter)) return null;
  const [whole, out]: PayoutFilter[] = [{ ...filter }, {}];
  for (const key of followUp) {
    Object.assign(out!, { [key]: filter[key] });
    delete whole![key];
  }
  return { whole: whole!, out: out! };
}

/** Payouts of `whole` that `out` leaves out. */
type Parts = { whole: PayoutFilter; out: PayoutFilter };

/**
 * SQL, from `from` on, of the payouts that are left out: to be taken from what is counted of the whole.
 * @param found what `searchOf` says of the filter
 */
export const leftOut = (actor: Actor, { whole, out }: Parts, at: At, found?: Found): SQL =>
  sql`from ${payoutsAt(actor, at.now)} where ${and(
    inHand(actor, payouts, {}),
    matching(actor, whole, at, found),
    not(matching(actor, out, at)!),
  )}`;

type BesideRow = { part: number; currency: string; count: string; amountMinor: string };
/** One kind of what a queue leaves out: its list, how many it has, and their money by currency. */
export type BesidePayouts = { words: string; filter: PayoutFilter; count: number; money: MoneyTotal[] };

/**
 * Which payouts of a whole are snoozed, assigned and handled: with its queue (`open`) they are all of it. None where its
 * search could not look at all payouts yet.
 */
export async function payoutsBeside(actor: Actor, whole: PayoutFilter, at: At): Promise<BesidePayouts[]> {
  const found = await searchOf(actor, whole);
  return mayLack(found) ? [] : ask(db, besidePayouts(actor, whole, at, found));
}

/** Asks for `payoutsBeside`. @param found what `searchOf` says of the filter */
export function besidePayouts(actor: Actor, whole: PayoutFilter, at: At, found?: Found): Question<BesidePayouts[]> {
  const part = sql.join(
    besides.map(({ filter }, index) => sql`when ${matching(actor, filter, at)} then ${index}::int`),
    sql` `,
  );
  const statement = sql`
    select part, currency, count(*)::text as count, sum(amount_minor)::text as "amountMinor" from (
      select case ${part} end as part, currency, amount_minor from ${payoutsAt(actor, at.now)}
      where ${and(inHand(actor, payouts, {}), matching(actor, whole, at, found))}) as parts
    where part is not null group by 1, 2`;
  return {
    statement,
    keepsPlan: true,
    understand: (rows: BesideRow[]) =>
      besides.map(({ words, filter }, index) => {
        const own = new MoneyTotals(rows.filter((row) => row.part === index));
        return { words, filter: { ...whole, ...filter }, count: own.count, money: own.list() };
      }),
  };
}

/** What a queue has: the whole without what stands beside it. */
export function withoutBeside(
  whole: readonly MoneyTotal[],
  beside: readonly BesidePayouts[],
): { count: number; money: MoneyTotal[] } {
  const gone = beside.flatMap(({ money }) => money);
  const rest = new MoneyTotals(whole).add(
    gone.map(({ currency, amountMinor, count }) => ({ currency, amountMinor: -amountMinor, count: -count })),
  );
  return { count: rest.count, money: rest.list() };
}
