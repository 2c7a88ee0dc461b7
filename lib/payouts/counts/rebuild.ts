import { sql } from "drizzle-orm";
import { db, transaction } from "@/db/client";
import { organizations } from "@/db/schema/organizations";
import { batchPayoutCounts, payoutCounts } from "@/db/schema/payout_counts";
import { payoutDeltas } from "@/db/schema/payout_deltas";
import { payouts } from "@/db/schema/payouts";
import { isKept, keptAge } from "./fold";
import { quarterHourMs } from "./pieces";

/** Reading every payout of a large organization takes longer than a page may. */
const deadlineMs = 3_600_000;

const entries = sql`${payouts} p cross join lateral payout_entries(p.status, p.status_changed_at, p.expires_at, p.archived_at, p.batch_id) e`;
/** The oldest day of what is kept may be partly removed already. */
const isCompared = sql`(axis = 'batch' or axis = 'changed' and start >= now() - ${keptAge.changed} + interval '1 day'
  or axis = 'expires' and start >= now() - ${keptAge.expires} + interval '1 day')`;

/**
 * Counts the payouts of an organization anew, while it is at work: what changes meanwhile is appended as ever, and
 * added to what this statement saw. The worker folds it.
 */
export async function rebuildPayoutCounts(organizationId: string): Promise<void> {
  await transaction(
    async (tx) => {
      // Waits until no worker is folding, and lets none begin.
      await tx.execute(sql`select 1 from ${organizations} where id = ${organizationId} for no key update`);
      const gone = (table: typeof payoutCounts | typeof batchPayoutCounts | typeof payoutDeltas) =>
        sql`(delete from ${table} where organization_id = ${organizationId})`;
      await tx.execute(sql`
        with times as ${gone(payoutCounts)}, batches as ${gone(batchPayoutCounts)}, deltas as ${gone(payoutDeltas)}
        insert into ${payoutDeltas} (organization_id, axis, at, batch_id, status, replaced, currency, count, amount_minor)
        select p.organization_id, e.axis, e.at, e.batch_id, e.status, e.replaced, p.currency, count(*), sum(p.amount_minor)
        from ${entries} where p.organization_id = ${organizationId} and (axis = 'batch' or ${isKept}) group by 1, 2, 3, 4, 5, 6, 7`);
    },
    { deadlineMs },
  );
}

/** A count that differs from the payouts; `grain` is null for a count by batch. */
type CountDifference = {
  axis: string;
  grain: string | null;
  place: string;
  status: string;
  replaced: boolean;
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
    select null::payout_count_grain as grain, null::timestamptz as start where axis = 'batch'
    union all select * from (values ('minute'::payout_count_grain, at),
      ('quarter_hour', date_bin(${quarterHourMs} * interval '1 millisecond', at, 'epoch')),
      ('day', date_trunc('day', at, ${zone}))) as time where axis <> 'batch') as piece`;
  const byGrain = sql`select axis, grain, start, batch_id, ${kind}`;
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
            union all select axis, grain, at, null, ${kind}, count, 0, amount_minor from ${payoutCounts} where ${own}
            union all select 'batch', null, null, batch_id, ${kind}, count, 0, amount_minor from ${batchPayoutCounts} where ${own})
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
