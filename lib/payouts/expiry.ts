import { sql, type SQL } from "drizzle-orm";
import { v7 as uuidv7 } from "uuid";
import { db, type Executor, type Tx } from "@/db/client";
import { events } from "@/db/schema/events";
import { ingestErrors } from "@/db/schema/ingest_errors";
import { organizations } from "@/db/schema/organizations";
import { payouts } from "@/db/schema/payouts";
import type { Actor } from "@/lib/actor";
import { expiringStatus, transitionTable } from "./transitions";

/**
 * Writes down what every reader already sees: pending payouts whose expiry is at or before `now` become expired, of
 * every organization, at most `limit` at a time. What went wrong on the way to its recipient waits for nobody any more.
 * The payout and its event carry the expiry itself as their time, not the hour of this sweep. Rows another transaction
 * holds are left for the next call. Says how many it moved.
 * @param requestId written on the events
 */
export async function expireDuePayouts(now: Date, limit: number, requestId: string): Promise<number> {
  return expire(db, duePayouts(now, limit), limit, requestId);
}

/**
 * The same for one payout of the actor's, which the caller's transaction holds: what builds on its expiry need not wait
 * for a sweep.
 */
export async function expireIfDue(tx: Tx, actor: Actor, id: string, now: Date): Promise<void> {
  const own = sql`${payouts.organizationId} = ${actor.organizationId} and ${payouts.id} = ${id}`;
  const due = sql`select ${payouts.organizationId} as organization_id, ${payouts.id} as id from ${payouts} where ${own} and ${stillOpen} and ${payouts.expiresAt} <= ${now}`;
  await expire(tx, due, 1, actor.requestId);
}

async function expire(executor: Executor, due: SQL, limit: number, requestId: string | null): Promise<number> {
  const eventIds = Array.from({ length: limit }, () => uuidv7());
  const moved = await executor.execute(sql`
    with due as materialized (${due}),
    moved as (
      update ${payouts} set status = ${expiringStatus.to}, status_changed_at = ${payouts.expiresAt}
      from due where ${payouts.organizationId} = due.organization_id and ${payouts.id} = due.id and ${stillOpen}
      returning ${payouts.organizationId} as organization_id, ${payouts.id} as id, ${payouts.expiresAt} as expires_at
    ),
    settled as (
      update ${ingestErrors} e set resolved_at = moved.expires_at from moved
      where e.organization_id = moved.organization_id and e.payout_id = moved.id and e.resolved_at is null
    ),
    numbered as (select *, row_number() over () as position from moved)
    insert into ${events} (organization_id, id, occurred_at, name, actor_type, payout_id, from_status, to_status, request_id)
    select organization_id, event_id, expires_at, ${transitionTable.expire.event}, 'system', numbered.id,
      ${expiringStatus.from}, ${expiringStatus.to}, ${requestId}
    from numbered join unnest(${sql.param(eventIds)}::uuid[]) with ordinality as fresh (event_id, position) using (position)
    returning 1`);
  return moved.length;
}

// Written into the text, so that the partial index on open payouts can serve it.
const stillOpen = sql`${payouts.status} = ${expiringStatus.from}`.inlineParams();

/** Walks the organizations because the index of open payouts starts with the tenant. */
const duePayouts = (now: Date, limit: number) => sql`
  select ${organizations.id} as organization_id, open.id from ${organizations} cross join lateral (
    select ${payouts.id} as id from ${payouts}
    where ${payouts.organizationId} = ${organizations.id} and ${stillOpen} and ${payouts.expiresAt} <= ${now}
    order by ${payouts.expiresAt} limit ${limit} for update skip locked
  ) as open limit ${limit}`;
