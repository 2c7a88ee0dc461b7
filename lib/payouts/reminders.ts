import { sql } from "drizzle-orm";
import { db } from "@/db/client";
import { organizations } from "@/db/schema/organizations";
import { payouts } from "@/db/schema/payouts";
import { systemActor } from "@/lib/actor";
import { dueByOrganization } from "./due";
import { applyTransitions, type Change } from "./transition";
import { expiringStatus } from "./transitions";

/**
 * Queues a reminder for the recipients who have not claimed their payout, so many days before its expiry as their
 * organization has set, of every organization, at most `limit` at a time. Only the latest of those moments counts: a
 * worker that was down for several sends one email, and a payout that was extended since is reminded again. Rows that
 * another transaction has locked are left for the next call.
 * @param requestId written on the events
 * @returns how many it reminded
 */
export async function remindDuePayouts(now: Date, limit: number, requestId: string): Promise<number> {
  let reminded = 0;
  for (const [organizationId, ids] of await duePayouts(now, limit))
    reminded += await applyTransitions(db, systemActor(organizationId, requestId), ids, "remind", reminder(now));
  return reminded;
}

const instant = (now: Date) => sql`${now.toISOString()}::timestamptz`;

const reminder = (now: Date): Change => ({
  at: instant(now),
  set: sql`reminder_count = p.reminder_count + 1, last_reminded_at = before.now`,
  onlyIf: isDue(now),
  data: sql`jsonb_build_object('ordinal', reminder_count)`,
  emails: [{ kind: "payout_reminder", ordinal: sql`reminder_count` }],
});

/** A payout that is younger than the moment was announced after it. */
const isDue = (now: Date) =>
  sql`greatest(p.created_at, coalesce(p.last_reminded_at, '-infinity')) < ${latestMoment(now)}`;

/** The latest moment at or before `now` at which a reminder of payout `p` was due; null before the first. */
const latestMoment = (now: Date) => sql`(
      select max(moment) from organizations of_payout, unnest(of_payout.reminder_days) days,
        lateral (select p.expires_at - days * interval '24 hours' as moment) at
      where of_payout.id = p.organization_id and moment <= ${instant(now)})`;

// Written into the text, so that the partial index on pending payouts can serve it.
const pending = sql`p.status = ${expiringStatus.from}`.inlineParams();

/** Goes through the organizations because the index of pending payouts starts with the tenant. */
const duePayouts = (now: Date, limit: number) =>
  dueByOrganization(sql`
    select o.id as organization_id, due.id from ${organizations} o cross join lateral (
      select p.id from ${payouts} p
      where p.organization_id = o.id and ${pending} and p.expires_at > ${instant(now)}
        and p.expires_at <= ${instant(now)} + (select max(days) from unnest(o.reminder_days) days) * interval '24 hours'
        and ${isDue(now)}
      order by p.expires_at limit ${limit}
    ) as due limit ${limit}`);
