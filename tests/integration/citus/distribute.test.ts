import { cp, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { readMigrationFiles } from "drizzle-orm/migrator";
import { describe, expect, it } from "vitest";
import { tablesMade } from "@/db/citus/later";
import { distributionStatements } from "@/db/citus/run";
import { closeDb } from "@/db/client";
import { referenceTables } from "@/db/distribution";
import { migrate } from "@/db/migrate";
import { names, run, useOwnDatabases, withStandIn } from "@/tests/support/citus-stand-in";

useOwnDatabases();

const tables = (tenant: boolean) =>
  names(`select tablename as name from pg_tables where schemaname = 'public' and ${tenant ? "" : "not"} exists (
    select from information_schema.columns where table_schema = 'public' and table_name = tablename and column_name = 'organization_id') order by 1`);
const triggers = (more: string) =>
  names(`select concat_ws(' ', tgrelid::regclass, tgenabled, pg_get_triggerdef(t.oid, true)) as name
    from pg_trigger as t join pg_proc as p on p.oid = tgfoid where not tgisinternal and ${more} order by 1`);
const isCopied = `tgrelid::regclass::text in (${referenceTables.map((name) => `'${name}'`).join()}) and pronamespace <> 'integrity'::regnamespace`;
const isCheck = "(pronamespace = 'integrity'::regnamespace and proname ~ '^(insert|update|delete)_')";
const references = `select concat_ws(' ', child, columns::text, parent, keys::text) as name from integrity.reference order by 1`;
const foreignKeys = `select concat_ws(' ', conrelid::regclass, integrity.column_names(conrelid, conkey)::text, confrelid::regclass,
  integrity.column_names(confrelid, confkey)::text) as name from pg_constraint where contype = 'f' order by 1`;

describe("the statements that distribute a database", () => {
  const subjects = (statements: string[], pattern: RegExp) =>
    statements.flatMap((statement) => pattern.exec(statement)?.[1] ?? []);

  it("give every table of the schema one place: beside its organization, or on each server", async () => {
    const statements = await distributionStatements();
    const distributed = subjects(statements, /^select create_distributed_table\('public\.(\w+)', 'organization_id'/);
    expect([...distributed].sort()).toEqual(await tables(true));
    const copied = subjects(statements, /^select create_reference_table\('public\.(\w+)'\)$/);
    expect([...copied].sort()).toEqual(await tables(false));
    expect([...referenceTables].sort()).toEqual(await tables(false));
    const [first, ...others] = statements.filter((statement) => statement.includes("create_distributed_table"));
    expect(first).toContain("colocate_with => 'none'");
    for (const other of others) expect(other).toContain(`colocate_with => 'public.${distributed[0]}'`);
  });

  it("come in the order take off, distribute, copy, put back, and are the same each time", async () => {
    const statements = await distributionStatements();
    const kinds = [
      /^drop trigger/,
      /^select create_distributed_table/,
      /^select create_reference_table/,
      /^select create_distributed_function/,
      /^create or replace function integrity/,
      /^alter table \S+ add constraint/,
      /^CREATE (CONSTRAINT )?TRIGGER|^alter table \S+ enable always trigger/,
    ].map((kind) => statements.map((statement) => kind.test(statement)));
    expect(kinds.map((of) => of.filter(Boolean).length).reduce((sum, count) => sum + count)).toBe(statements.length);
    for (const [index, of] of kinds.entries()) {
      const place = of.indexOf(true);
      expect(place).toBeGreaterThan(index === 0 ? -1 : kinds[index - 1]!.lastIndexOf(true));
    }
    expect(await distributionStatements()).toEqual(statements);
  });

  it("name no table by less than its whole name, so that no setting of a session leads them elsewhere", async () => {
    for (const statement of await distributionStatements())
      if (!statement.includes("create or replace function")) expect(statement).toContain("public.");
  });
});

describe("a database that was distributed", () => {
  it("has every table in its place, every reference as a foreign key, and every other trigger as it was", async () => {
    expect((await triggers(isCopied)).join()).toMatch(
      /^organizations O CREATE TRIGGER organizations_recount_days [^,]*$/,
    );
    const before = {
      references: await names(references),
      others: await triggers(`not ${isCheck} and not (${isCopied})`),
      checks: await triggers(isCheck),
    };
    expect(before.references.length).toBeGreaterThan(20);
    expect(before.checks.length).toBeGreaterThan(20);
    await withStandIn();
    const said: string[] = [];
    const did = await run((number, of, statement) => said.push(`${number} of ${of}: ${statement}`));
    expect(said).toEqual(
      (await distributionStatements()).map((statement, index, { length }) => `${index + 1} of ${length}: ${statement}`),
    );
    expect(did).toBe(said.length);
    expect(await names(foreignKeys)).toEqual(before.references);
    expect(await triggers(`not ${isCheck}`)).toEqual(before.others);
    expect(await triggers(isCheck)).toEqual([]);
    expect(
      await names(
        "select table_name::text as name from stand_in.place where distribution_column = 'organization_id' order by 1",
      ),
    ).toEqual(await tables(true));
  });

  it("stays as it is when it is distributed again, and no step is done twice", async () => {
    await withStandIn();
    const steps = (await distributionStatements()).length;
    await closeDb();
    const said: number[] = [];
    const told = (number: number) => said.push(number);
    expect([await run(told), await run(told)]).toEqual([steps, 0]);
    expect(said).toEqual(Array.from({ length: steps }, (_, index) => index + 1));
  });

  it("is finished by the next run where one was cut short, whatever the step, and starts no portal before", async () => {
    const whole = await distributionStatements();
    await withStandIn();
    let cut = 0;
    for (let rounds = 0; ; rounds++) {
      expect(rounds).toBeLessThan(100);
      const until = (cut += 7);
      const ended = await run((number) => {
        if (number > until) throw new Error("cut short");
      }).then(
        () => "done",
        (error: Error) => error.message,
      );
      if (ended === "done") break;
      expect(ended).toBe("cut short");
      expect(await distributionStatements()).toEqual(whole);
      await expect(migrate(process.env.DATABASE_URL!)).rejects.toThrow(
        "The distribution of this database was cut short. Run npm run distribute, which finishes it.",
      );
    }
    expect(await names("select statement as name from distribution.step where not done")).toEqual([]);
    await migrate(process.env.DATABASE_URL!);
  });

  it("keeps its foreign keys when it is migrated again", async () => {
    await withStandIn();
    await run();
    const before = await names(foreignKeys);
    await migrate(process.env.DATABASE_URL!);
    expect(await names(foreignKeys)).toEqual(before);
    expect(await triggers(isCheck)).toEqual([]);
  });

  it("gives the tables of a later migration their place before it refers to them", async () => {
    await withStandIn();
    await run();
    await migrateLater(notes);
    expect(
      await names(
        "select concat_ws(' ', table_name, citus_table_type, beside) as name from stand_in.place where table_name::text = 'payout_notes'",
      ),
    ).toEqual(["payout_notes distributed public.payouts"]);
    expect((await names(foreignKeys)).filter((key) => key.startsWith("payout_notes"))).toHaveLength(2);
    expect(await run()).toBe(0);
    await migrateLater(
      notes,
      `select integrity.drop_reference('payout_notes', 'payout_id');
      alter table payout_notes drop constraint if exists payout_notes_payout`,
    );
    expect((await names(foreignKeys)).filter((key) => key.startsWith("payout_notes"))).toHaveLength(1);
    expect(await triggers(isCheck)).toEqual([]);
  });

  it("finds every table that a migration makes, and no part of one", () => {
    const all = readMigrationFiles({ migrationsFolder: "db/migrations" }).flatMap((one) => one.sql);
    return Promise.all([tables(true), tables(false)]).then(([tenants, others]) => {
      const known = all.flatMap(tablesMade);
      for (const table of [...tenants, ...others]) expect(known).toContain(table);
      expect(new Set(known).size).toBe(known.length);
      expect(tablesMade('CREATE TABLE "events_old" PARTITION OF "events" FOR VALUES FROM (1) TO (2)')).toEqual([]);
    });
  });
});

const notes = `create table "payout_notes" ("organization_id" uuid not null, "payout_id" uuid not null, "id" uuid not null,
  primary key ("organization_id", "id"));
--> statement-breakpoint
alter table "payout_notes" add constraint "payout_notes_organization" foreign key ("organization_id") references "organizations" ("id");
--> statement-breakpoint
alter table "payout_notes" add constraint "payout_notes_payout" foreign key ("organization_id", "payout_id") references "payouts" ("organization_id", "id")`;

/** Migrates to a version that has these migrations too. */
async function migrateLater(...more: string[]): Promise<void> {
  const folder = await mkdtemp(path.join(tmpdir(), "meridian-migrations-"));
  try {
    await cp("db/migrations", folder, { recursive: true });
    const file = path.join(folder, "meta", "_journal.json");
    const journal = JSON.parse(await readFile(file, "utf8")) as { entries: { tag: string; when: number }[] };
    for (const [index, text] of more.entries()) {
      await writeFile(path.join(folder, `later_${index}.sql`), text);
      const last = journal.entries.at(-1)!;
      journal.entries.push({ ...last, when: last.when + 1, tag: `later_${index}` });
    }
    await writeFile(file, JSON.stringify(journal));
    await migrate(process.env.DATABASE_URL!, { folder });
  } finally {
    await rm(folder, { recursive: true });
  }
}

it("a trigger that stays reads and writes only what belongs to the organization of its row, and writes row by row", async () => {
  await withStandIn();
  await run();
  const all = [...(await tables(true)), ...(await tables(false))].join("|");
  // The archive of old records is not distributed.
  const bodies = await names(
    "select distinct prosrc as name from pg_trigger join pg_proc on pg_proc.oid = tgfoid where not tgisinternal and prorettype = 'trigger'::regtype and tgconstraint = 0 and pronamespace = 'public'::regnamespace or tgname = 'ingest_errors_minute'",
  );
  const statements = bodies
    .flatMap((body) => body.split(";"))
    .filter((text) => new RegExp(`\\b(?:from|into|update|join) (?:public\\.)?(?:${all})\\b`, "i").test(text));
  expect(statements.length).toBeGreaterThan(6);
  for (const statement of statements)
    expect(statement).toMatch(
      /organization_id = (?:NEW|OLD)\.organization_id|INSERT INTO \S+ \(organization_id,[^)]*\)\s+VALUES \((?:entry|NEW)\.organization_id,/,
    );
});
