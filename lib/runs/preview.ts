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
import { dayOf } from "@/lib/time";
import { skipWords } from "./judging";
import type { Run } from "./queries";
import { runActionTable } from "./table";

type Named = { id: string; reference: string; recipientName: string };
/** Payouts that a run would skip for one reason; the first of them by name. */
export type Skip = { why: string; count: number; first: Named[] };
/** The first day as which a new expiry is later than what so many payouts have. */
export type LaterFrom = { day: string; count: number };
/**
 * `latestExpiry`: of the payouts that it acts on. `laterFrom`: the same payouts by day, the earliest first; empty where the
 * action asks for no day.
 */
export type Preview = {
  acts: number;
  money: MoneyTotal[];
  skips: Skip[];
  latestExpiry: Date | null;
  laterFrom: LaterFrom[];
};

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
export async function previewOf(actor: Actor, run: Pick<Run, "id" | "action">, at: At): Promise<Preview> {
  const { now } = at;
  const limits = await organizationSettings(actor);
  const money = new MoneyTotals();
  const skips = new Map<string, Skip>();
  const laterFrom = new Map<string, number>();
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
        if (runActionTable[run.action].asksDay) addDay(laterFrom, row.expiresAt, at);
        if (latest === null || row.expiresAt > latest) latest = row.expiresAt;
      }
    }
  }
  const sorted = [...skips.values()].sort((one, other) => other.count - one.count);
  const days = [...laterFrom].map(([day, count]) => ({ day, count }));
  days.sort((one, other) => (one.day < other.day ? -1 : 1));
  return { acts: money.count, money: money.list(), skips: sorted, latestExpiry: latest, laterFrom: days };
}

/** A day as an expiry means its last millisecond: what expires then already is extended from the next day on. */
function addDay(laterFrom: Map<string, number>, expiresAt: Date, { timeZone }: At): void {
  const day = dayOf(new Date(expiresAt.getTime() + 1), timeZone);
  laterFrom.set(day, (laterFrom.get(day) ?? 0) + 1);
}

function addTo(skips: Map<string, Skip>, why: string, { id, reference, recipientName }: Named): void {
  const skip = skips.get(why) ?? { why, count: 0, first: [] };
  skip.count += 1;
  if (skip.first.length < namedAtMost) skip.first.push({ id, reference, recipientName });
  skips.set(why, skip);
}
