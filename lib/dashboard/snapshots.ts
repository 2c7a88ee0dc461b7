import { and, eq, inArray, lt, sql } from "drizzle-orm";
import { db, transaction } from "@/db/client";
import type { Question } from "@/db/question";
import { tileSnapshots } from "@/db/schema/tile_snapshots";
import { systemActor, type Actor } from "@/lib/actor";
import { windowBounds } from "@/lib/lists/time-window";
import type { At } from "@/lib/moment";
import { organizationPages } from "@/lib/settings/organizations";
import { removeOldCounts } from "@/lib/payouts/counts/fold";
import { summarizePayouts } from "@/lib/payouts/counts/summarize";
import { groupOfCurrent } from "@/lib/payouts/list/kinds";
import { byGroup, payoutGroups, type PayoutGroup } from "@/lib/payouts/status";
import { expiringStatus } from "@/lib/payouts/transitions";
import { databaseNow } from "@/lib/time";
import { summaryWindow, tiles } from "./sections";

const hourMs = 3_600_000;
/** A snapshot is compared with when it is as old as the summary's window, and kept for two days more. */
const keptMs = 32 * 24 * hourMs;
const rebuildMs = 600_000;

const hourOf = (instant: Date) => new Date(Math.floor(instant.getTime() / hourMs) * hourMs);
const instant = (date: Date) => sql`${date.toISOString()}::timestamptz`;

/** When the summary's window began, which is also when the window before it ended. */
const windowStart = (at: At) => windowBounds(summaryWindow, at).from!;

/**
 * What the tiles said one window ago, as of the hour in which this window begins; null where the worker has no snapshot
 * of that hour.
 */
export function tilesBefore({ organizationId }: Actor, at: At): Question<Record<PayoutGroup, number> | null> {
  return {
    statement: sql`select counts from ${tileSnapshots}
      where organization_id = ${organizationId} and hour = ${instant(hourOf(windowStart(at)))}`,
    keepsPlan: true,
    understand: ([row]: Pick<typeof tileSnapshots.$inferSelect, "counts">[]) =>
      row ? byGroup((group) => row.counts[group] ?? 0) : null,
  };
}

/**
 * Writes what the tiles of some organizations say in this hour, where nobody has yet, and removes what nothing compares
 * with any more. Hours that were missed, and those before the first snapshot, are counted from the events.
 * @returns for how many organizations
 */
export async function takeTileSnapshots(requestId: string, limit = 50): Promise<number> {
  const now = await databaseNow(db);
  const hour = hourOf(now);
  const due = await withoutSnapshot(hour, limit);
  for (const { id, timeZone } of due) {
    const actor = systemActor(id, requestId);
    if (!(await hasSnapshot(actor, new Date(hour.getTime() - hourMs)))) await rebuildTileSnapshots(actor, now);
    const filters = Object.fromEntries(tiles.map(({ group, filter }) => [group, filter])) as Record<
      PayoutGroup,
      object
    >;
    const figures = await summarizePayouts(actor, filters, { now, timeZone });
    await db
      .insert(tileSnapshots)
      .values({ organizationId: id, hour, counts: byGroup((group) => figures[group].count) })
      .onConflictDoNothing();
    await db
      .delete(tileSnapshots)
      .where(and(eq(tileSnapshots.organizationId, id), lt(tileSnapshots.hour, new Date(now.getTime() - keptMs))));
    await removeOldCounts(id);
  }
  return due.length;
}

async function withoutSnapshot(hour: Date, limit: number) {
  const due = [];
  for await (const page of organizationPages()) {
    const ids = page.map(({ id }) => id);
    const taken = await db
      .select({ id: tileSnapshots.organizationId })
      .from(tileSnapshots)
      .where(and(inArray(tileSnapshots.organizationId, ids), eq(tileSnapshots.hour, hour)));
    const done = new Set(taken.map(({ id }) => id));
    due.push(...page.filter(({ id }) => !done.has(id)));
    if (due.length >= limit) break;
  }
  return due.slice(0, limit);
}

async function hasSnapshot({ organizationId }: Actor, hour: Date): Promise<boolean> {
  const own = and(eq(tileSnapshots.organizationId, organizationId), eq(tileSnapshots.hour, hour));
  return (await db.select({ hour: tileSnapshots.hour }).from(tileSnapshots).where(own).limit(1)).length > 0;
}

/**
 * Counts from the events what the tiles said in each hour that is kept and has no snapshot. A payout stands in a group
 * from the change of its status until the next one, until another payout replaces it, until it expires, whether that is
 * written yet or not, or until the change is older than the window; what the tile says in an hour is how many have come so far, less those that have gone.
 */
export async function rebuildTileSnapshots({ organizationId }: Actor, now: Date): Promise<void> {
  const window = sql`${now.getTime() - windowStart({ now, timeZone: "UTC" }).getTime()} * interval '1 millisecond'`;
  const first = hourOf(new Date(now.getTime() - keptMs));
  const upToHour = sql`date_bin('1 hour', moved.at + interval '1 hour' - interval '1 millisecond', 'epoch')`;
  await transaction(
    async (tx) => {
      await tx.execute(sql`
        with changes as (
          select payout_id, occurred_at as since, to_status as status,
            lead(occurred_at) over (partition by payout_id order by occurred_at, id) as next_at
          from events where organization_id = ${organizationId} and to_status is not null
            and occurred_at >= ${instant(first)} - ${window}),
        stands as (
          select ${groupOfCurrent(sql`changes.status`)} as "group", since,
            least(next_at, payouts.archived_at, since + ${window} + interval '1 millisecond',
              case when next_at is null and changes.status = ${expiringStatus.from} then payouts.expires_at end) as until
          from changes join payouts on payouts.organization_id = ${organizationId} and payouts.id = changes.payout_id),
        moves as (
          select "group", greatest(${upToHour}, ${instant(first)}) as hour, sum(moved.by) as by
          from stands cross join lateral (values (since, 1), (until, -1)) as moved (at, by)
          where "group" is not null and until > since group by 1, 2),
        hours as (
          select hour, "group" from generate_series(${instant(first)}, ${instant(hourOf(now))}, interval '1 hour') as hour
          cross join unnest(${sql.param([...payoutGroups])}::text[]) as "group")
        insert into ${tileSnapshots} (organization_id, hour, counts)
        select ${organizationId}::uuid, hour, jsonb_object_agg("group", count) from (
          select hour, "group", coalesce(sum(by) over (partition by "group" order by hour), 0) as count
          from hours left join moves using (hour, "group")) as counted
        group by hour on conflict do nothing`);
    },
    { deadlineMs: rebuildMs },
  );
}
