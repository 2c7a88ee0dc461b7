import { sql } from "drizzle-orm";
import { afterAll, beforeAll, beforeEach } from "vitest";
import { distribute } from "@/db/citus/run";
import { closeDb, db } from "@/db/client";
import type { Cluster } from "@/db/embedded/cluster";
import { migrate } from "@/db/migrate";
import { startThrowAwayCluster } from "./cluster";

/**
 * SQL that gives a database what `npm run distribute` asks of Citus, without spreading anything: it keeps where each
 * table belongs, and refuses what Citus refuses. What the engine really does with the statements is tried by hand.
 */
const citusStandIn = `
create schema stand_in;
create table stand_in.place (table_name regclass primary key, citus_table_type text not null, distribution_column text, beside text);
create view stand_in.citus_tables as select * from stand_in.place;
create table stand_in.function (signature regprocedure primary key);
create function stand_in.assert_bare(named regclass) returns void language plpgsql as $$
begin
  if exists (select from pg_constraint where contype = 'f' and named in (conrelid, confrelid)) then raise '% has foreign keys', named; end if;
  if exists (select from pg_trigger where tgrelid = named and not tgisinternal) then raise '% has triggers', named; end if;
end $$;
create function stand_in.create_distributed_table(table_name regclass, distribution_column text, distribution_type text default 'hash', colocate_with text default 'default', shard_count int default null)
returns void language plpgsql as $$
begin
  perform stand_in.assert_bare(table_name);
  if colocate_with <> 'none' and not exists (select from stand_in.place as other where other.table_name = colocate_with::regclass and citus_table_type = 'distributed') then
    raise '% is not distributed', colocate_with;
  end if;
  if exists (select from pg_index where indrelid = table_name and indisunique and not exists (
    select from pg_attribute where attrelid = indrelid and attname = distribution_column and attnum = any (indkey))) then
    raise '% has a unique index without the distribution column', table_name;
  end if;
  insert into stand_in.place values (table_name, 'distributed', distribution_column, colocate_with);
end $$;
create function stand_in.create_reference_table(table_name regclass) returns void language plpgsql as $$
begin
  perform stand_in.assert_bare(table_name);
  insert into stand_in.place values (table_name, 'reference', null, null);
end $$;
create function stand_in.create_distributed_function(signature regprocedure) returns void language sql as 'insert into stand_in.function values (signature)';
create table stand_in.setting (result text not null);
insert into stand_in.setting values ('on');
create function stand_in.run_command_on_all_nodes(command text) returns table (nodeid int, success bool, result text) language sql as
  $$select 1, true, s.result from stand_in.setting as s$$;
do $$ begin execute format('alter database %I set search_path = public, stand_in', current_database()); end $$`;

let cluster: Cluster;
let made = 0;

/** Call once at the top of a test file: each test then has a database of its own, with the newest schema and no rows. */
export function useOwnDatabases(): void {
  beforeAll(async () => {
    cluster = await startThrowAwayCluster();
    await migrate(cluster.url);
  }, 60_000);
  afterAll(async () => {
    await closeDb();
    await cluster.stop();
  });
  beforeEach(() => anotherDatabase(`template "${new URL(cluster.url).pathname.slice(1)}"`));
}

/** Makes a database, empty where `from` says nothing, and the next statements go to it. */
export async function anotherDatabase(from = ""): Promise<void> {
  await use("postgres");
  await db.execute(sql.raw(`create database copy_${++made} ${from}`));
  await use(`copy_${made}`);
}

async function use(name: string): Promise<void> {
  await closeDb();
  process.env.DATABASE_URL = new URL(`/${name}`, cluster.url).href;
}

export async function withStandIn(): Promise<void> {
  await db.execute(sql.raw(citusStandIn));
  await closeDb();
}

/** `npm run distribute`, with no other session open. */
export async function run(
  step: (number: number, of: number, statement: string) => void = () => undefined,
): Promise<number> {
  await closeDb();
  return distribute({ step });
}

/** The column `name` of what a query finds. */
export const names = async (query: string): Promise<string[]> =>
  (await db.execute<{ name: string }>(sql.raw(query))).map(({ name }) => name);
