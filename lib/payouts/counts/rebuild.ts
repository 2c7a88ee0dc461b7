import { sql } from "drizzle-orm";
import { db, transaction } from "@/db/client";
import { organizations } from "@/db/schema/organizations";
import { batchPayoutCounts, batchTotals, payoutCounts, payoutTotals } from "@/db/schema/payout_counts";
import { payoutDeltas } from "@/db/schema/payout_deltas";
import { payouts } from "@/db/schema/payouts";
import { bucketsAt, isKept, keptFor } from "./fold";

/** Reading every payout of a large organization takes longer than a page may. */
const deadlineMs = 3_600_000;

const entries = sql`${payouts} p cross join lateral payout_entries(p.status, p.status_changed_at, p.expires_at, p.archived_at, p.batch_id) e`;
/** The oldest day of what is kept may be partly removed already. */
const isCompared = sql`(axis in ('batch', 'batch of any kind', 'all') or axis = 'changed' and start >= now() - ${keptFor("changed", sql`grain`)} + interval '1 day'
  or axis = 'expires' and start >= now() - ${keptFor("expires", sql`grain`)} + interval '1 day')`;

/**
 * Counts the payouts of an organization anew, while it is at work: what changes meanwhile is appended as ever, and
 * added to what this statement saw. The worker folds it.
 */
export async function rebuildPayoutCounts(organizationId: string): Promise<void> {
  await transaction(
    async (tx) => {
      // Waits until no worker is folding, and lets none begin.
      await tx.execute(sql`select 1 from ${organizations} where id = ${organizationId} for no key update`);
      const own = sql`organization_id = ${organizationId}`;
      const gone = (table: typeof payoutCounts | typeof batchPayoutCounts | typeof batchTotals | typeof payoutDeltas) =>
        sql`(delete from ${table} where ${own})`;
      // Nobody adds to it meanwhile. In one statement with the rest, the new rows would meet the old.
      await tx.execute(sql`delete from ${payoutTotals} where ${own}`);
      await tx.execute(sql`
        with times as ${gone(payoutCounts)}, batches as ${gone(batchPayoutCounts)}, totals as ${gone(batchTotals)}, deltas as ${gone(payoutDeltas)},
        counted as materialized (
          select e.axis, e.at, e.batch_id, e.status, e.replaced, p.currency, count(*) as count, sum(p.amount_minor) as amount_minor
          from ${entries} where p.organization_id = ${organizationId} group by 1, 2, 3, 4, 5, 6),
        old as (
          insert into ${payoutTotals} (organization_id, status, replaced, currency, count, amount_minor)
          select ${organizationId}::uuid, status, replaced, currency, sum(count), sum(amount_minor) from counted
          where axis = 'changed' and not ${isKept(sql`'day'`)} group by 1, 2, 3, 4)
        insert into ${payoutDeltas} (organization_id, axis, at, batch_id, status, replaced, currency, count, amount_minor)
        select ${organizationId}::uuid, axis, at, batch_id, status, replaced, currency, count, amount_minor from counted
        where axis = 'batch' or ${isKept(sql`'day'`)}
        -- They are folded in this order, so that what is read together lies together.
        order by axis, at, batch_id, status, replaced, currency`);
    },
    { deadlineMs },
  );
}

/**
 * A count that differs from the payouts; `grain` is null for a count by batch, and `place` too for one of all payouts.
 * `status` and `replaced` are null for a count of any kind.
 */
type CountDifference = {
  axis: string;
  grain: string | null;
  place: string | null;
  status: string | null;
  replaced: boolean | null;
  currency: string;
  kept: number;
  counted: number;
};

/**
 * Compares every count of an organization with its payouts, in one snapshot.
 * @returns the first hundred that differ in number or in money
 */
export async function payoutCountDifferences(organizationId: string): Promise<CountDifference[]> {
  const kind = sql`status, replaced, currency`;
  const own = sql`organization_id = ${organizationId}`;
  const zone = sql`(select time_zone from ${organizations} where id = ${organizationId})`;
  const grains = sql`cross join lateral (
    select axis::text as axis, null::payout_count_grain as grain, null::timestamptz as start, status, replaced where axis = 'batch'
    union all select 'batch of any kind', null, null, null, null where axis = 'batch'
    union all select 'all', null, null, status, replaced where axis = 'changed'
    union all select axis::text, time.name, time.start, status, replaced from ${bucketsAt(zone)} as time (name, start) where axis <> 'batch') as piece`;
  const byGrain = sql`select piece.axis, grain, start, batch_id, piece.status, piece.replaced, currency`;
  return transaction(
    async (tx) =>
      [
        ...(await tx.execute<CountDifference>(sql`
          with counted as (
            select e.axis, e.at, e.batch_id, e.status, e.replaced, p.currency, count(*) as count, sum(p.amount_minor) as amount_minor
            from ${entries} where p.${own} group by 1, 2, 3, 4, 5, 6),
          unfolded as (select axis, at, batch_id, ${kind}, count, amount_minor from ${payoutDeltas} where ${own}),
          pieces as (
            ${byGrain}, 0 as kept, count as counted, -amount_minor as amount from counted ${grains}
            union all ${byGrain}, count, 0, amount_minor from unfolded ${grains}
            union all select axis::text, grain, at, null, (of->>0)::payout_status, (of->>1)::boolean, (of->>2)::char(3), (of->>3)::bigint, 0, (of->>4)::numeric
              from ${payoutCounts} cross join lateral json_array_elements(kinds) as of where ${own}
            union all select 'batch', null, null, batch_id, ${kind}, count, 0, amount_minor from ${batchPayoutCounts} where ${own}
            union all select 'batch of any kind', null, null, batch_id, null, null, currency, count, 0, amount_minor from ${batchTotals} where ${own}
            union all select 'all', null, null, null, ${kind}, count, 0, amount_minor from ${payoutTotals} where ${own})
          select axis, grain, coalesce(start::text, batch_id::text) as place, ${kind}, sum(kept)::float8 as kept, sum(counted)::float8 as counted
          from pieces where ${isCompared} group by axis, grain, start, batch_id, ${kind}
          having sum(kept) <> sum(counted) or sum(amount) <> 0 order by axis, grain, place limit 100`)),
      ] as CountDifference[],
    { isolationLevel: "repeatable read", accessMode: "read only", deadlineMs },
  );
}

/** The organizations whose payouts are counted, by name. */
export const countedOrganizations = (): Promise<{ id: string; name: string }[]> =>
  db.select({ id: organizations.id, name: organizations.name }).from(organizations).orderBy(organizations.name);
