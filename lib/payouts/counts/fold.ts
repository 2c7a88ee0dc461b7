import { sql } from "drizzle-orm";
import { db, transaction } from "@/db/client";
import { batchPayoutCounts, payoutCountGrain, payoutCounts } from "@/db/schema/payout_counts";
import { payoutDeltas } from "@/db/schema/payout_deltas";
import { organizationsWith } from "@/lib/settings/organizations";
import { quarterHourMs } from "./pieces";

/** Buckets are kept this long after their time: two days more than a list is counted by them. */
export const keptAge = { changed: sql`interval '33 days'`, expires: sql`interval '2 days'` };
export const isKept = sql`(axis = 'changed' and at >= now() - ${keptAge.changed} or axis = 'expires' and at >= now() - ${keptAge.expires})`;

/**
 * Folds what payouts have changed into the buckets of their counts, of each organization that has some, at most
 * `limit` rows of one at a time. Readers add up buckets and what is not folded, so this moves no number.
 * @returns how many rows were folded
 */
export async function foldPayoutCounts(limit: number): Promise<number> {
  let folded = 0;
  for await (const id of organizationsWith(payoutDeltas)) folded += await fold(id, limit);
  return folded;
}

const fold = (organizationId: string, limit: number): Promise<number> =>
  transaction(async (tx) => {
    // Holds off a rebuild, and a change of the zone whose days the buckets are.
    const [zone] = await tx.execute<{ name: string }>(
      sql`select time_zone as name from organizations where id = ${organizationId} for share`,
    );
    const figures = sql`sum(count), sum(amount_minor) from taken`;
    const added = sql`do update set count = own.count + excluded.count, amount_minor = own.amount_minor + excluded.amount_minor`;
    const rows = await tx.execute<{ folded: number }>(sql`
      with due as materialized (
        select id from ${payoutDeltas} where organization_id = ${organizationId} order by id limit ${limit} for update skip locked),
      taken as (delete from ${payoutDeltas} where organization_id = ${organizationId} and id in (select id from due) returning *),
      times as (
        insert into ${payoutCounts} as own (organization_id, axis, grain, at, status, replaced, currency, count, amount_minor)
        select ${organizationId}::uuid, axis, grain.name, grain.start, status, replaced, currency, ${figures}
        cross join lateral (values ('minute'::payout_count_grain, at),
          ('quarter_hour', date_bin(${quarterHourMs} * interval '1 millisecond', at, 'epoch')),
          ('day', date_trunc('day', at, ${zone?.name ?? "UTC"}))) as grain (name, start)
        where ${isKept} group by 1, 2, 3, 4, 5, 6, 7 having sum(count) <> 0 or sum(amount_minor) <> 0 order by 2, 3, 4, 5, 6, 7
        on conflict (organization_id, axis, grain, at, status, replaced, currency) ${added}),
      batches as (
        insert into ${batchPayoutCounts} as own (organization_id, batch_id, status, replaced, currency, count, amount_minor)
        select ${organizationId}::uuid, batch_id, status, replaced, currency, ${figures} where axis = 'batch'
        group by 1, 2, 3, 4, 5 having sum(count) <> 0 or sum(amount_minor) <> 0 order by 2, 3, 4, 5
        on conflict (organization_id, batch_id, status, replaced, currency) ${added})
      select count(*)::int as folded from taken`);
    return rows[0]?.folded ?? 0;
  });

/** Removes the buckets of one organization that no list is counted by any more. */
export async function removeOldCounts(organizationId: string): Promise<void> {
  const grains = sql.raw(payoutCountGrain.enumValues.map((grain) => `'${grain}'`).join(", "));
  for (const [axis, age] of Object.entries(keptAge))
    await db.execute(sql`
      delete from ${payoutCounts} where organization_id = ${organizationId} and axis = ${axis}::payout_count_axis
        and grain in (${grains}) and at < now() - ${age}`);
}
