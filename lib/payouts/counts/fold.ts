import { sql, type SQL } from "drizzle-orm";
import { db, transaction } from "@/db/client";
import {
  batchPayoutCounts,
  batchTotals,
  kindCounts,
  payoutCountGrain,
  payoutCounts,
  payoutTotals,
} from "@/db/schema/payout_counts";
import { payoutDeltas } from "@/db/schema/payout_deltas";
import { organizationsWith } from "@/lib/settings/organizations";
import { fixedMs } from "./pieces";

/** Buckets are kept this long after their time: two days more than a list is counted by them. */
const keptAge = { changed: sql`interval '33 days'`, expires: sql`interval '2 days'` };
/** Whole days of what has changed are few, and kept so that last month and the year before it are counted by them. */
const keptDays = sql`interval '402 days'`;
/** How long a bucket is kept, by axis and grain. */
export const keptFor = (axis: keyof typeof keptAge, grain: SQL): SQL =>
  axis === "changed" ? sql`case ${grain} when 'day' then ${keptDays} else ${keptAge.changed} end` : keptAge[axis];
/** Whether what lies at a time is kept in buckets of a grain. */
export const isKept = (grain: SQL): SQL =>
  sql`(axis = 'changed' and at >= now() - ${keptFor("changed", grain)} or axis = 'expires' and at >= now() - ${keptAge.expires})`;

/** When the bucket of each grain begins in which `at` lies. The `at` of deltas is a whole minute. */
const startOf: Record<(typeof payoutCountGrain.enumValues)[number], (timeZone: SQL) => SQL> = {
  minute: () => sql`at`,
  quarter_hour: () => sql`date_bin(${fixedMs.quarter_hour} * interval '1 millisecond', at, 'epoch')`,
  hour: () => sql`date_bin(${fixedMs.hour} * interval '1 millisecond', at, 'epoch')`,
  day: (timeZone) => sql`date_trunc('day', at, ${timeZone})`,
};

/** The buckets in which `at` lies, as rows of their grain and beginning. */
export const bucketsAt = (timeZone: SQL): SQL =>
  sql`(values ${sql.join(
    payoutCountGrain.enumValues.map((grain) => sql`(${grain}::payout_count_grain, ${startOf[grain](timeZone)})`),
    sql`, `,
  )})`;

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
    // Holds off a rebuild, and a change of the zone whose days the buckets are; where one of them is at work already, the
    // other organizations do not wait for it.
    const [zone] = await tx.execute<{ name: string }>(
      sql`select time_zone as name from organizations where id = ${organizationId} for share skip locked`,
    );
    if (!zone) return 0;
    const own = sql`organization_id = ${organizationId}`;
    const due = await tx.execute<{ id: string }>(
      sql`select id from ${payoutDeltas} where ${own} order by id limit ${limit} for update skip locked`,
    );
    if (due.length === 0) return 0;
    const ids = due.map(({ id }) => id);
    const these = sql`from ${payoutDeltas} where ${own} and id = any(${sql.param(ids)}::bigint[])`;
    for (const statement of additions(organizationId, these, zone.name)) await tx.execute(statement);
    await tx.execute(sql`delete ${these}`);
    return ids.length;
  });

/** The statements that add some deltas to what is kept: each to one table, in one order, so that no two folds deadlock. */
function additions(organizationId: string, these: SQL, timeZone: string): SQL[] {
  const [key, kind] = [sql`${organizationId}::uuid`, sql`status, replaced, currency`];
  const columns = sql`${kind}, count, amount_minor`;
  const sums = sql`${kind}, sum(count), sum(amount_minor)`;
  const some = sql`having sum(count) <> 0 or sum(amount_minor) <> 0`;
  const added = sql`do update set count = own.count + excluded.count, amount_minor = own.amount_minor + excluded.amount_minor`;
  return [
    sql`insert into ${payoutCounts} as own (organization_id, axis, grain, at, kinds)
      select ${key}, axis, grain, start, ${kindCounts}
      from (
        select axis, grain, start, ${kind}, sum(count) as count, sum(amount_minor) as amount_minor
        from (select * ${these}) as moved
        cross join lateral ${bucketsAt(sql`${timeZone}`)} as piece (grain, start)
        where ${isKept(sql`grain`)}
        group by 1, 2, 3, 4, 5, 6 ${some}) as summed
      group by 1, 2, 3, 4 order by 2, 3, 4
      on conflict (organization_id, axis, grain, at) do update set kinds = summed_kinds(own.kinds, excluded.kinds)`,
    sql`insert into ${batchPayoutCounts} as own (organization_id, batch_id, ${columns})
      select ${key}, batch_id, ${sums} ${these} and axis = 'batch'
      group by 1, 2, 3, 4, 5 ${some} order by 2, 3, 4, 5
      on conflict (organization_id, batch_id, ${kind}) ${added}`,
    // Of payouts that only change, nothing is left to add.
    sql`insert into ${batchTotals} as own (organization_id, batch_id, currency, count, amount_minor)
      select ${key}, batch_id, currency, sum(count), sum(amount_minor) ${these} and axis = 'batch'
      group by 1, 2, 3 ${some} order by 2, 3
      on conflict (organization_id, batch_id, currency) ${added}`,
    // Every payout has one place on this axis, so its moves are those of all payouts, however long ago a status changed.
    sql`insert into ${payoutTotals} as own (organization_id, ${columns})
      select ${key}, ${sums} ${these} and axis = 'changed'
      group by 1, 2, 3, 4 ${some} order by 2, 3, 4
      on conflict (organization_id, ${kind}) ${added}`,
  ];
}

/** Removes the buckets of one organization that no list is counted by any more. */
export async function removeOldCounts(organizationId: string): Promise<void> {
  for (const axis of Object.keys(keptAge) as (keyof typeof keptAge)[])
    for (const name of payoutCountGrain.enumValues) {
      const grain = sql`${name}::payout_count_grain`;
      await db.execute(sql`
        delete from ${payoutCounts} where organization_id = ${organizationId} and axis = ${axis}::payout_count_axis
          and grain = ${grain} and at < now() - ${keptFor(axis, grain)}`);
    }
}
