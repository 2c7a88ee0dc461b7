import { and, eq, inArray, sql } from "drizzle-orm";
import { db, type Executor } from "@/db/client";
import { payouts } from "@/db/schema/payouts";
import type { Actor } from "@/lib/actor";
import { MoneyTotals, type MoneyTotal } from "@/lib/money-totals";
import type { At } from "@/lib/moment";
import type { PayoutFilter } from "./list/filter";
import { matching, payoutsAt } from "./list/matching";
import { listTotals } from "./queries";
import { payoutStatuses, type PayoutStatus } from "./status";

/** A second payout within this time may be a mistake, as in the check of a batch for repetitions. */
const recently = "last-30d";

/** The payouts to somebody that may pay them twice: made of late, and not replaced by another. */
export const recentlyTo = (payoutId: string): PayoutFilter => ({
  recipient: payoutId,
  created: recently,
  replaced: "no",
});

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
 * For each address, in small letters, a payout to it made in the 30 days before `at.now`, which stands for its recipient.
 * @param addresses few: each is looked up by itself
 */
export async function recentByAddress(
  actor: Actor,
  addresses: readonly string[],
  { now }: At,
): Promise<Map<string, string>> {
  if (addresses.length === 0) return new Map();
  const since = new Date(now.getTime() - 30 * 86_400_000);
  const address = sql<string>`lower(${payouts.recipientEmail})`;
  const rows = await db
    .selectDistinctOn([address], { address, id: payouts.id })
    .from(payouts)
    .where(
      and(
        eq(payouts.organizationId, actor.organizationId),
        inArray(address, [...new Set(addresses.map((one) => one.toLowerCase()))]),
        sql`${payouts.createdAt} >= ${since.toISOString()}::timestamptz and ${payouts.archivedAt} is null`,
      ),
    );
  return new Map(rows.map((row) => [row.address, row.id]));
}
