import { getTableColumns, getTableName, sql, type SQL } from "drizzle-orm";
import type { PgTable } from "drizzle-orm/pg-core";
import { emails } from "@/db/schema/emails";
import { events } from "@/db/schema/events";
import type { Step, Stepped } from "./step";

/**
 * SQL, as parts of a `with`, that moves rows to the table of the archive with the same name: `kept` has a row for each.
 * The rows are found by their place, because any other way leaves the server a choice of plans, and one of them reads
 * the whole table.
 * @param places selects the `ctid` of the rows
 */
export function movingRows(table: PgTable, organizationId: string, places: SQL): SQL {
  const own = sql`organization_id = ${organizationId}::uuid`;
  const columns = sql.join(
    Object.values(getTableColumns(table)).map(({ name }) => sql.identifier(name)),
    sql`, `,
  );
  return sql`
    gone as (delete from ${table} where ${own} and ctid = any(array(${places})) returning ${columns}),
    kept as (
      insert into archive.${sql.identifier(getTableName(table))} (${columns})
      select ${columns} from gone where ${own} returning 1)`;
}

/**
 * True of a row of `old` whose payout is closed since before then. The payout is the first of a stretch in the order of
 * its key, so that no plan can read others: decision 013.
 */
const payoutIsClosed = (before: SQL) => sql`(
  select archive.is_closed(p.status, p.status_changed_at, p.archived_at, ${before}) from payouts p
  where p.organization_id = old.organization_id and (p.organization_id, p.id) >= (old.organization_id, old.payout_id) and (p.organization_id, p.id) <= (old.organization_id, old.payout_id)
  order by p.organization_id, p.id limit 1)`;

/** `take`: more parts of a `with` that has `seen`; of them `taken` has one row, of how many were moved. */
type Old = { table: PgTable; at: SQL; moves: SQL; take: (organizationId: string) => SQL };

const goingPlaces = sql`select place from seen where moves`;

/** Events that only tell the past. A function takes them, because the application's role may not delete one. */
export const moveEvents = (step: Step): Promise<Stepped> =>
  moveRecords(step, {
    table: events,
    at: sql`occurred_at`,
    moves: sql`not archive.stays(old.name) and (old.payout_id is null or ${payoutIsClosed(step.before)})`,
    take: (organizationId) => sql`
      taken as materialized (select archive.move_events(${organizationId}::uuid, array(${goingPlaces})) as moved)`,
  });

/** Emails that have ended. */
export const moveEmails = (step: Step): Promise<Stepped> =>
  moveRecords(step, {
    table: emails,
    at: sql`queued_at`,
    moves: sql`old.status <> 'queued' and (old.payout_id is null or ${payoutIsClosed(step.before)})`,
    take: (organizationId) => sql`
      ${movingRows(emails, organizationId, goingPlaces)}, taken as (select count(*)::int as moved from kept)`,
  });

type Looked = { looked: number; moved: number; at: string | null; id: string | null };

/** Looks at the next of an organization's records, in the order of time, and moves those that may go. */
async function moveRecords({ tx, progress, before, size }: Step, { table, at, moves, take }: Old): Promise<Stepped> {
  const { organizationId } = progress;
  const reached = sql`(${progress.reachedAt?.toISOString() ?? "-infinity"}::timestamptz, ${progress.reachedId ?? noId}::uuid)`;
  // Nothing here has to be sorted, and so no plan may.
  await tx.execute(sql`set local enable_sort = off`);
  await tx.execute(sql`set local enable_incremental_sort = off`);
  const [found] = await tx.execute<Looked>(sql`
    with seen as materialized (
      select old.ctid as place, old.${at} as at, old.id, ${moves} as moves from ${table} old
      where old.organization_id = ${organizationId}::uuid and (old.${at}, old.id) > ${reached}
        and old.${at} < ${before}
      order by old.${at}, old.id limit ${size}),
    ${take(organizationId)}
    select count(*)::int as looked, (select moved from taken) as moved,
      (array_agg(at))[count(*)] as at, (array_agg(id))[count(*)] as id from seen`);
  const { looked, moved, at: lastAt, id } = found!;
  if (lastAt === null) return { moved, ended: true };
  return { moved, ended: looked < size, reachedAt: new Date(lastAt), reachedId: id };
}

const noId = "00000000-0000-0000-0000-000000000000";
