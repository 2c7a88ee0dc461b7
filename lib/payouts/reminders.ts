import { sql } from "drizzle-orm";
import { v7 as uuidv7 } from "uuid";
import { db } from "@/db/client";
import { emails } from "@/db/schema/emails";
import { events } from "@/db/schema/events";
import { organizations } from "@/db/schema/organizations";
import { payouts } from "@/db/schema/payouts";
import { wake } from "@/lib/queue";
import { expiringStatus, transitionTable } from "./transitions";

/**
 * Owes a reminder to the recipients who have not claimed their payout, so many days before its expiry as their
 * organization has set, of every organization, at most `limit` at a time. Only the latest of those moments counts: a
 * worker that slept through several sends one email, and a payout that was extended since is reminded again. Rows
 * another transaction holds are left for the next call. Says how many it reminded.
 * @param requestId written on the events
 */
export async function remindDuePayouts(now: Date, limit: number, requestId: string): Promise<number> {
  const at = sql`${now.toISOString()}::timestamptz`;
  const fresh = (name: string) =>
    sql`unnest(${sql.param(Array.from({ length: limit }, () => uuidv7()))}::uuid[]) with ordinality as ${sql.identifier(name)} (${sql.identifier(`${name}_id`)}, position)`;
  const rows = await db.execute<{ reminded: string }>(sql`
    with due as materialized (${duePayouts(now, limit)}),
    reminded as (
      update ${payouts} p set reminder_count = p.reminder_count + 1, last_reminded_at = ${at}
      from due where p.organization_id = due.organization_id and p.id = due.id and ${stillOpen} and (p.last_reminded_at is null or p.last_reminded_at < due.moment)
      returning p.organization_id, p.id, p.recipient_email, p.reminder_count
    ),
    numbered as (
      select * from (select *, row_number() over () as position from reminded) r
      join ${fresh("event")} using (position) join ${fresh("email")} using (position)
    ),
    told as (
      insert into ${events} (organization_id, id, occurred_at, name, actor_type, payout_id, data, request_id)
      select organization_id, event_id, ${at}, ${transitionTable.remind.event}, 'system', id, jsonb_build_object('ordinal', reminder_count), ${requestId} from numbered
    ),
    owed as (
      insert into ${emails} (organization_id, id, payout_id, kind, ordinal, to_email, status, queued_at, next_attempt_at)
      select organization_id, email_id, id, 'payout_reminder', reminder_count, recipient_email, 'queued', ${at}, ${at} from numbered
      on conflict do nothing
    )
    select count(*)::text as reminded, case when count(*) > 0 then ${wake("emails")} end as woken from reminded`);
  return Number(rows[0]!.reminded);
}

// Written into the text, so that the partial index on open payouts can serve it.
const stillOpen = sql`p.status = ${expiringStatus.from}`.inlineParams();

/** The latest moment at or before `now` at which a reminder of payout `p` was due; null before the first. */
const latestMoment = (now: Date) => sql`(
      select max(p.expires_at - d * interval '24 hours') from unnest(o.reminder_days) d where p.expires_at - d * interval '24 hours' <= ${now.toISOString()}::timestamptz)`;

/**
 * Walks the organizations because the index of open payouts starts with the tenant. A payout younger than the moment
 * was announced after it.
 */
const duePayouts = (now: Date, limit: number) => sql`
  select o.id as organization_id, open.id, open.moment from ${organizations} o cross join lateral (
    select p.id, ${latestMoment(now)} as moment from ${payouts} p
    where p.organization_id = o.id and ${stillOpen} and p.expires_at > ${now.toISOString()}::timestamptz
      and p.expires_at <= ${now.toISOString()}::timestamptz + (select max(d) from unnest(o.reminder_days) d) * interval '24 hours'
      and greatest(p.created_at, coalesce(p.last_reminded_at, '-infinity')) < ${latestMoment(now)}
    order by p.expires_at limit ${limit} for update skip locked
  ) as open limit ${limit}`;
