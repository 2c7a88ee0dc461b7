import { sql } from "drizzle-orm";
import { db } from "@/db/client";
import type { Actor } from "@/lib/actor";
import type { At } from "@/lib/moment";
import type { PayoutFilter } from "@/lib/payouts/list/filter";
import { payoutsAt } from "@/lib/payouts/as-of";
import { matching } from "@/lib/payouts/list/matching";

/** The payouts of a filter, counted one by one: how many, and their money, by currency. */
export async function plainCounts(
  actor: Actor,
  filter: PayoutFilter,
  at: At,
): Promise<Record<string, [count: number, money: bigint]>> {
  const rows = await db.execute<{ currency: string; count: number; amount: string }>(sql`
    select currency, count(*)::int as count, sum(amount_minor)::text as amount
    from ${payoutsAt(actor, at.now)} where ${matching(actor, filter, at) ?? sql`true`} group by currency`);
  return Object.fromEntries(rows.map(({ currency, count, amount }) => [currency, [count, BigInt(amount)]]));
}
