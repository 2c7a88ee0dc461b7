import { sql } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { distribute } from "@/db/citus/run";
import { db, transaction } from "@/db/client";
import { anotherDatabase, names, run, useOwnDatabases, withStandIn } from "@/tests/support/citus-stand-in";

useOwnDatabases();

describe("a database is refused with a sentence, and nothing is changed,", () => {
  const refused = async (sentence: string | RegExp) => {
    await expect(run()).rejects.toThrow(sentence);
    expect(await names("select nspname as name from pg_namespace where nspname = 'distribution'")).toEqual([]);
  };

  it("when it has no Citus", () => refused(/^This database has no Citus extension\./));

  it("when a migration is not applied", async () => {
    await withStandIn();
    await db.execute(
      sql`delete from drizzle.__drizzle_migrations where id = (select max(id) from drizzle.__drizzle_migrations)`,
    );
    await refused("Not all migrations are applied. Run npm run migrate first, and then this again.");
    await anotherDatabase();
    await withStandIn();
    await refused("Not all migrations are applied. Run npm run migrate first, and then this again.");
  });

  it("when somebody has distributed a part of it in another way", async () => {
    await withStandIn();
    await db.execute(sql`insert into stand_in.place values ('public.users', 'distributed', 'id', 'none')`);
    await refused("Part of this database was distributed in another way: users. Undo that with undistribute_table");
  });

  it("when the portal or a worker uses it, or a worker was killed a moment ago", async () => {
    await withStandIn();
    await transaction(async () => {
      await expect(distribute({ step: () => undefined })).rejects.toThrow(
        /^The portal or a worker uses this database\./,
      );
    });
    const beat = (age: string) =>
      db.execute(sql`insert into worker_beats values (gen_random_uuid(), now(), now() - ${age}::interval)`);
    await beat("50 seconds");
    await refused(/^The portal or a worker uses this database\./);
    await db.execute(sql`delete from worker_beats`);
    await beat("70 seconds");
    expect(await run()).toBeGreaterThan(0);
  });

  it("when a server of the cluster does not allow triggers", async () => {
    await withStandIn();
    await db.execute(sql`update stand_in.setting set result = 'off'`);
    await refused(/^Set citus\.enable_unsafe_triggers = on in postgresql\.conf of every server/);
  });
});

it("a table that somebody moved afterwards is named", async () => {
  await withStandIn();
  await run();
  await db.execute(sql`delete from stand_in.place where table_name = 'public.emails'::regclass`);
  await expect(run()).rejects.toThrow(/^These tables are not where this command put them: emails\. /);
});

it("a step that the engine refuses is named with its reason, and the next run does it again", async () => {
  await withStandIn();
  await db.execute(sql.raw("create table stand_in.blocked (id int); insert into stand_in.blocked values (1)"));
  await db.execute(
    sql.raw(`create or replace function stand_in.create_reference_table(table_name regclass) returns void language plpgsql as
    'begin if exists (select from stand_in.blocked) then raise ''the disk is full''; end if; insert into stand_in.place values (table_name, ''reference''); end'`),
  );
  await expect(run()).rejects.toThrow(
    /^Step \d+ of \d+ failed: the disk is full\n {2}select create_reference_table\('public\.organizations'\)\n/,
  );
  await db.execute(sql`delete from stand_in.blocked`);
  expect(await run()).toBeGreaterThan(0);
});
