import { and, inArray, sql } from "drizzle-orm";
import { db, type Tx } from "@/db/client";
import { payouts } from "@/db/schema/payouts";
import { systemActor, type Actor } from "@/lib/actor";
import { byOrganization, organizationPages } from "@/lib/settings/organizations";
import { isOverdueAt } from "./as-of";
import { applyTransition, applyTransitions, type Change } from "./transition";

/** The payout and its event carry the expiry itself as their time, not the hour at which somebody looked. */
const expiryBy = (now: Date): Change => ({
  at: sql`p.expires_at`,
  onlyIf: sql`p.expires_at <= ${now.toISOString()}::timestamptz`,
});

/**
 * Writes what every reader already sees: pending payouts whose expiry is at or before `now` become expired, of every
 * organization, at most `limit` of a hundred organizations at a time. Rows that another transaction has locked are left for the next call.
 * @param requestId written on the events
 * @returns how many it moved
 */
export async function expireDuePayouts(now: Date, limit: number, requestId: string): Promise<number> {
  let moved = 0;
  for await (const page of organizationPages()) {
    const due = await db
      .select({ organizationId: payouts.organizationId, id: payouts.id })
      .from(payouts)
      .where(
        and(
          inArray(
            payouts.organizationId,
            page.map(({ id }) => id),
          ),
          isOverdueAt(now)(payouts),
        ),
      )
      .limit(limit);
    // Without a lock: whether each still is due, its transition decides.
    for (const [organizationId, rows] of byOrganization(due))
      moved += await applyTransitions(
        db,
        systemActor(organizationId, requestId),
        rows.map(({ id }) => id),
        "expire",
        expiryBy(now),
      );
  }
  return moved;
}

/** The same for one payout, which the caller's transaction has locked: what builds on its expiry need not wait. */
export async function expireIfDue(tx: Tx, { organizationId, requestId }: Actor, id: string, now: Date): Promise<void> {
  await applyTransition(tx, systemActor(organizationId, requestId), id, "expire", expiryBy(now));
}
