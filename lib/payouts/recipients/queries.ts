import { and, eq, sql } from "drizzle-orm";
import { db, type Executor } from "@/db/client";
import { payouts } from "@/db/schema/payouts";
import type { Actor } from "@/lib/actor";
import { windowBounds } from "@/lib/lists/time-window";
import { MoneyTotals, type MoneyTotal } from "@/lib/money-totals";
import type { At } from "@/lib/moment";
import type { PayoutFilter } from "@/lib/payouts/list/filter";
import { payoutsAt } from "@/lib/payouts/as-of";
import { matching } from "@/lib/payouts/list/matching";
import { listTotals } from "@/lib/payouts/queries";
import { payoutStatuses, type PayoutStatus } from "@/lib/payouts/status";
import { recentlyTo, recently } from "./links";

/** How many payouts were made of late to the recipient of a payout, as the list of `recentlyTo` says it. */
export const countRecentlyTo = async (actor: Actor, payoutId: string, at: At): Promise<number> =>
  (await listTotals(actor, { recent: recentlyTo(payoutId) }, at)).recent!.count;

export type StatusTotals = { status: PayoutStatus; count: number; money: MoneyTotal[] };

/** What the payouts to one recipient add up to by status, as their lists say it; a status that none has is left out. */
export async function recipientTotals(
  actor: Actor,
  payoutId: string,
  at: At,
  executor: Executor = db,
): Promise<StatusTotals[]> {
  const rows = await executor
    .select({
      status: payouts.status,
      currency: payouts.currency,
      count: sql<string>`count(*)::text`,
      amountMinor: sql<string>`sum(${payouts.amountMinor})::text`,
    })
    .from(payoutsAt(actor, at.now))
    .where(matching(actor, { recipient: payoutId }, at))
    .groupBy(payouts.status, payouts.currency);
  return payoutStatuses.flatMap((status) => {
    const totals = new MoneyTotals(rows.filter((row) => row.status === status));
    return totals.count === 0 ? [] : [{ status, count: totals.count, money: totals.list() }];
  });
}

/** The address that a filter's list is of; undefined for a list of no recipient. An unknown payout has no address. */
export async function recipientAddress(actor: Actor, { recipient }: PayoutFilter): Promise<string | undefined> {
  if (recipient === undefined) return undefined;
  const own = and(eq(payouts.organizationId, actor.organizationId), eq(payouts.id, recipient));
  const [found] = await db.select({ email: payouts.recipientEmail }).from(payouts).where(own);
  return found?.email ?? "an unknown recipient";
}

/**
 * For each address, in small letters, the latest payout to it, which stands for its recipient; addresses without any are
 * left out. Each is looked up by itself, in an index.
 * @param addresses a page of them
 * @param since if given, only payouts made from then on and not replaced: those that may pay somebody twice
 */
export async function payoutsByAddress(
  actor: Actor,
  addresses: readonly string[],
  since?: Date,
): Promise<Map<string, string>> {
  const asked = [...new Set(addresses.map((address) => address.toLowerCase()))];
  if (asked.length === 0) return new Map();
  // A status never changed before its payout was made, and the index is in the order of that change.
  const made =
    since && sql`and status_changed_at >= ${iso(since)} and created_at >= ${iso(since)} and archived_at is null`;
  const rows = await db.execute<{ address: string; id: string }>(sql`
    select asked.address, found.id from unnest(${sql.param(asked)}::text[]) as asked (address) cross join lateral (
      select id from payouts where organization_id = ${actor.organizationId} and lower(recipient_email) = asked.address ${made}
      order by status_changed_at desc, id desc limit 1) as found`);
  return new Map(rows.map(({ address, id }) => [address, id]));
}

const iso = (instant: Date) => sql`${instant.toISOString()}::timestamptz`;

/** As `payoutsByAddress`, of payouts made in the last 30 days. */
export const recentPayoutsByAddress = (actor: Actor, addresses: readonly string[], at: At) =>
  payoutsByAddress(actor, addresses, windowBounds(recently, at).from!);
