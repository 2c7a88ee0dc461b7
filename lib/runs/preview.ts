import { and, asc, eq, gt, sql } from "drizzle-orm";
import { db } from "@/db/client";
import { payoutAttempts } from "@/db/schema/payout_attempts";
import { payouts } from "@/db/schema/payouts";
import { runPayouts } from "@/db/schema/run_payouts";
import type { Actor } from "@/lib/actor";
import { MoneyTotals, type MoneyTotal } from "@/lib/money-totals";
import type { At } from "@/lib/moment";
import { standingAt } from "@/lib/payouts/transitions";
import { organizationSettings } from "@/lib/settings/queries";
import { skipWords } from "./judging";
import type { Run } from "./queries";

type Named = { id: string; reference: string; recipientName: string };
/** Payouts that a run would skip for one reason; the first of them by name. */
export type Skip = { why: string; count: number; first: Named[] };
/** `latestExpiry`: of the payouts that it acts on. */
export type Preview = { acts: number; money: MoneyTotal[]; skips: Skip[]; latestExpiry: Date | null };

const readAtOnce = 10_000;
const namedAtMost = 20;

const columns = {
  position: runPayouts.position,
  id: payouts.id,
  reference: payouts.reference,
  recipientName: payouts.recipientName,
  amountMinor: payouts.amountMinor,
  currency: payouts.currency,
  status: payouts.status,
  statusChangedAt: payouts.statusChangedAt,
  expiresAt: payouts.expiresAt,
  archivedAt: payouts.archivedAt,
  failureCode: payouts.failureCode,
  erasureId: payouts.erasureId,
  resendCount: payouts.resendCount,
  lastEmailedAt: payouts.lastEmailedAt,
};

const attempts = sql<number>`coalesce((
  select max(${payoutAttempts.number}) from ${payoutAttempts}
  where ${payoutAttempts.organizationId} = ${payouts.organizationId} and ${payoutAttempts.payoutId} = ${payouts.id}), 0)`;

const somePayouts = (actor: Actor, { id, action }: Pick<Run, "id" | "action">, after: number) =>
  db
    .select({ ...columns, attempts: action === "retry" ? attempts : sql<number>`0` })
    .from(runPayouts)
    .innerJoin(payouts, and(eq(payouts.organizationId, runPayouts.organizationId), eq(payouts.id, runPayouts.payoutId)))
    .where(
      and(
        eq(runPayouts.organizationId, actor.organizationId),
        eq(runPayouts.runId, id),
        gt(runPayouts.position, after),
      ),
    )
    .orderBy(asc(runPayouts.position))
    .limit(readAtOnce);

/**
 * What a run would do if each of its payouts had its turn now: on how many it acts, with their money, and which it skips
 * for which reason, the most frequent first.
 */
export async function previewOf(actor: Actor, run: Pick<Run, "id" | "action">, { now }: At): Promise<Preview> {
  const limits = await organizationSettings(actor);
  const money = new MoneyTotals();
  const skips = new Map<string, Skip>();
  let latest: Date | null = null;
  for (let after = 0; ; ) {
    const rows = await somePayouts(actor, run, after);
    if (rows.length === 0) break;
    after = rows.at(-1)!.position;
    for (const row of rows) {
      const why = skipWords(actor, run.action, { ...row, ...standingAt(row, now) }, limits, now);
      if (why !== null) addTo(skips, why, row);
      else {
        money.add([row]);
        if (latest === null || row.expiresAt > latest) latest = row.expiresAt;
      }
    }
  }
  const sorted = [...skips.values()].sort((one, other) => other.count - one.count);
  return { acts: money.count, money: money.list(), skips: sorted, latestExpiry: latest };
}

function addTo(skips: Map<string, Skip>, why: string, { id, reference, recipientName }: Named): void {
  const skip = skips.get(why) ?? { why, count: 0, first: [] };
  skip.count += 1;
  if (skip.first.length < namedAtMost) skip.first.push({ id, reference, recipientName });
  skips.set(why, skip);
}
