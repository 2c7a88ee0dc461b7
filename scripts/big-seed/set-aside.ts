import { sql } from "drizzle-orm";
import { transaction, type Tx } from "@/db/client";

/** The tables that are loaded without indexes, foreign keys and triggers. */
export const loadedTables = ["payouts", "payout_search", "events", "emails", "ingest_errors"] as const;

const HOUR_MS = 3_600_000;

/** In the order in which they come back. */
type Stage = "keys" | "indexes" | "foreign keys" | "triggers";

/**
 * Takes indexes, keys, foreign keys and triggers off the tables that are loaded, and notes in the same transaction how
 * each is made again, as the catalog says it. What hashes the contents of events stays: they are refused without.
 */
export async function setAside(tx: Tx): Promise<void> {
  await tx.execute(
    sql`create table big_seed.set_aside (place bigserial primary key, stage text not null, restore text not null, remove text not null)`,
  );
  await tx.execute(sql.raw(noted));
  const removals = await tx.execute<{ remove: string }>(sql`select remove from big_seed.set_aside order by place desc`);
  for (const { remove } of removals) await tx.execute(sql.raw(remove));
}

const tables = `select oid from pg_class where relnamespace = 'public'::regnamespace and relname in (${loadedTables.map((name) => `'${name}'`).join(", ")})`;

const noted = `insert into big_seed.set_aside (stage, restore, remove)
  select stage, restore, remove from (
    select case contype when 'f' then 'foreign keys' else 'keys' end as stage,
      format('alter table %s add constraint %I %s', conrelid::regclass, conname, pg_get_constraintdef(oid)) as restore,
      format('alter table %s drop constraint %I', conrelid::regclass, conname) as remove
    from pg_constraint
    where contype in ('p', 'u', 'f') and (conrelid in (${tables}) or (contype = 'f' and confrelid in (${tables})))
    union all
    select 'indexes', pg_get_indexdef(indexrelid), format('drop index %s', indexrelid::regclass)
    from pg_index where indrelid in (${tables}) and not exists (select 1 from pg_constraint where conindid = indexrelid and contype in ('p', 'u', 'x'))
    union all
    select 'triggers', format('alter table %s enable %s trigger %I', tgrelid::regclass, case tgenabled when 'A' then 'always' else '' end, tgname),
      format('alter table %s disable trigger %I', tgrelid::regclass, tgname)
    from pg_trigger where tgrelid in (${tables}) and not tgisinternal and tgenabled in ('O', 'A') and tgname <> 'events_content') as found
  order by array_position(array['keys', 'indexes', 'foreign keys', 'triggers'], stage), restore`;

/** Puts back what is still set aside of these stages, each by itself, so that a run cut short goes on where it was. */
export async function restore(stages: readonly Stage[]): Promise<void> {
  while (await transaction((tx) => restoreOne(tx, stages), { deadlineMs: HOUR_MS }));
}

async function restoreOne(tx: Tx, stages: readonly Stage[]): Promise<boolean> {
  const [next] = await tx.execute<{ place: string; restore: string }>(sql`
    select place, restore from big_seed.set_aside where stage = any(${sql.param(stages)}::text[])
    order by place limit 1 for update`);
  if (!next) return false;
  await tx.execute(sql`set local maintenance_work_mem = '1GB'`);
  await tx.execute(sql`set local synchronous_commit = off`);
  await tx.execute(sql.raw(next.restore));
  await tx.execute(sql`delete from big_seed.set_aside where place = ${next.place}`);
  return true;
}
