import { sql, type SQL } from "drizzle-orm";
import { db } from "@/db/client";
import { payouts } from "@/db/schema/payouts";
import { systemActor } from "@/lib/actor";
import { byOrganization, organizationPages } from "@/lib/settings/organizations";
import { applyTransitions, type Change } from "./transition";
import { expiringStatus } from "./transitions";

/**
 * Queues a reminder for the recipients who have not claimed their payout, so many days before its expiry as their
 * organization has set, of every organization, at most `limit` of a hundred at a time. Only the latest of those moments counts: a
 * worker that was down for several sends one email, and a payout that was extended since is reminded again. Rows that
 * another transaction has locked are left for the next call.
 * @param requestId written on the events
 * @returns how many it reminded
 */
export async function remindDuePayouts(now: Date, limit: number, requestId: string): Promise<number> {
  let reminded = 0;
  for await (const page of organizationPages()) {
    const due = await db.execute<{ organizationId: string; id: string }>(duePayouts(page, now, limit));
    for (const [organizationId, rows] of byOrganization(due))
      reminded += await applyTransitions(
        db,
        systemActor(organizationId, requestId),
        rows.map(({ id }) => id),
        "remind",
        reminder(now),
      );
  }
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
      select max(p.expires_at - days * interval '24 hours') from organizations of_payout, unnest(of_payout.reminder_days) days
      where of_payout.id = p.organization_id and p.expires_at - days * interval '24 hours' <= ${instant(now)})`;

// Written into the text, so that the partial index on pending payouts can serve it.
const pending = sql`p.status = ${expiringStatus.from}`.inlineParams();

const dayMs = 86_400_000;

const duePayouts = (page: { id: string; reminderDays: number[] }[], now: Date, limit: number): SQL => {
  const reminding = page.filter(({ reminderDays }) => reminderDays.length > 0);
  const latest = new Date(
    now.getTime() + Math.max(0, ...reminding.flatMap(({ reminderDays }) => reminderDays)) * dayMs,
  );
  return sql`
    select p.organization_id as "organizationId", p.id from ${payouts} p
    where p.organization_id = any(${sql.param(reminding.map(({ id }) => id))}::uuid[]) and ${pending}
      and p.expires_at > ${instant(now)} and p.expires_at <= ${instant(latest)} and ${isDue(now)}
    limit ${limit}`;
};
