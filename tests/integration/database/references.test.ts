import { sql } from "drizzle-orm";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { closeDb, db, transaction, type Executor } from "@/db/client";
import type { Cluster } from "@/db/embedded/cluster";
import { migrate } from "@/db/migrate";
import { bareRows, emptyTables, relaxTables, rowId, run, unchecked, type Reference } from "@/tests/support/bare-rows";
import { startThrowAwayCluster } from "@/tests/support/cluster";
import { holding, untilWaiting } from "@/tests/support/lock-waiters";

let cluster: Cluster;
let references: Reference[];
/** Those to rows that may be deleted. */
let toDeletable: Reference[];

beforeAll(async () => {
  cluster = await startThrowAwayCluster();
  await migrate(cluster.url);
  references = await relaxTables();
  const kept = await db.execute<{ name: string }>(
    sql`select relname as name from pg_trigger join pg_class on pg_class.oid = tgrelid where tgname = 'keep_rows'`,
  );
  toDeletable = references.filter(({ parent }) => !kept.some(({ name }) => name === parent));
}, 60_000);
afterAll(async () => {
  await closeDb();
  await cluster.stop();
});
beforeEach(() => emptyTables());

const named = ({ child, columns }: Reference) => `${child} (${columns.join(", ")})`;
const last = ({ columns }: Reference) => columns.at(-1)!;
const refused = { code: "23503" };

const parents = () => [...new Set(references.map(({ parent }) => parent))];

/** So many rows of each table that is referred to; where one is asked about, of the others only the first. */
const fillParents = (tx: Executor, to: number, asked?: string) =>
  unchecked(
    tx,
    parents()
      .map((table) => bareRows({ table, from: 1, to: asked === undefined || table === asked ? to : 1 }))
      .join("; "),
  );

/** What a test of one reference has filled; much quicker than all tables. */
const emptyFilled = (child: string) => emptyTables([...new Set([...parents(), child])]);

describe("a check of a reference reads the one row that it leads to, whatever the server believes of the tables", () => {
  const large = 1_000;
  const some = 100;
  const most = 3 * some;

  /** Rows of a table that a statement reads. */
  async function reads(tx: Executor, table: string, statement: string): Promise<number> {
    const count = async () => {
      const [row] = await tx.execute<{ read: string }>(
        sql`select seq_tup_read + idx_tup_fetch as read from pg_stat_xact_user_tables where relname = ${table}`,
      );
      return Number(row!.read);
    };
    const before = await count();
    await run(tx, statement);
    return (await count()) - before;
  }

  const check = (tx: Executor, by: Reference) => {
    const from = large + 1 + some * references.indexOf(by);
    return reads(tx, by.parent, bareRows({ table: by.child, from, to: from + some - 1, by }));
  };

  /** Another session analyzes the tables while a transaction that fills them has not committed yet. */
  async function analyzedTooEarly(fill: (tx: Executor) => Promise<unknown>): Promise<void> {
    await transaction(async (tx) => {
      await fill(tx);
      await run(db, "analyze");
    });
    // Connections made before have planned already.
    await closeDb();
  }

  it("when the database was empty a moment ago", { timeout: 60_000 }, async () => {
    for (const by of references) {
      await transaction(async (tx) => {
        await fillParents(tx, large, by.parent);
        expect(await check(tx, by), named(by)).toBeLessThanOrEqual(most);
      });
      await emptyFilled(by.child);
    }
  });

  it("when it was analyzed in the middle of a bulk load", { timeout: 60_000 }, async () => {
    await analyzedTooEarly((tx) => fillParents(tx, large));
    for (const by of references)
      await transaction(async (tx) => expect(await check(tx, by), named(by)).toBeLessThanOrEqual(most));
  });

  it("once where the rows of a statement share it", async () => {
    for (const [child, column, parent] of [
      ["payouts", "batch_id", "batches"],
      ["events", "batch_id", "batches"],
      ["events", "actor_user_id", "users"],
    ] as const) {
      await transaction(async (tx) => {
        await fillParents(tx, large, parent);
        const statement = `insert into ${child} (organization_id, id, ${column}) select '${rowId(1)}', gen_random_uuid(), '${rowId(5)}' from generate_series(1, ${some})`;
        expect(await reads(tx, parent, statement), `${child} (${column})`).toBeLessThanOrEqual(2);
      });
      await emptyFilled(child);
    }
  });

  it("and when a row is deleted, the check that nothing leads to it", { timeout: 60_000 }, async () => {
    for (const by of toDeletable) {
      await analyzedTooEarly(async (tx) => {
        await fillParents(tx, large, by.parent);
        await unchecked(tx, bareRows({ table: by.child, from: large + 1, to: 2 * large, by }));
      });
      await transaction(async (tx) => {
        await unchecked(tx, bareRows({ table: by.parent, from: 10_001, to: 10_000 + some }));
        const remove = `delete from ${by.parent} where id >= '${rowId(10_001)}'`;
        expect(await reads(tx, by.child, remove), named(by)).toBeLessThanOrEqual(most);
      });
      await emptyFilled(by.child);
    }
  });
});

describe("a reference leads to a row of the same organization", () => {
  beforeEach(() => transaction((tx) => fillParents(tx, 10)));

  it("so that a new row and a changed one are refused where it leads nowhere", async () => {
    for (const [index, by] of references.entries()) {
      const rows = { table: by.child, from: 10 * (index + 2), to: 10 * (index + 2) + 2, by };
      await expect(run(db, bareRows({ ...rows, target: 500 })), named(by)).rejects.toMatchObject(refused);
      await run(db, bareRows(rows));
      const change = `update ${by.child} set ${last(by)} = '${rowId(500)}' where ${last(by)} = '${rowId(2)}'`;
      await expect(run(db, change), named(by)).rejects.toMatchObject(refused);
    }
  });

  it("so that one to a row of another organization is refused", async () => {
    for (const by of references.filter(({ columns }) => columns.length > 1)) {
      const foreign = bareRows({ table: by.parent, from: 30, to: 30, organization: 2 });
      await transaction((tx) => unchecked(tx, `${foreign} on conflict do nothing`));
      const across = bareRows({ table: by.child, from: 20, to: 20, by, target: 30 });
      await expect(run(db, across), named(by)).rejects.toMatchObject(refused);
    }
  });

  it("so that what is referred to keeps its key, and is neither deleted nor truncated", async () => {
    for (const [index, by] of references.entries()) {
      await run(db, bareRows({ table: by.child, from: index + 20, to: index + 20, by, target: 10 }));
      for (const statement of [
        `update ${by.parent} set id = '${rowId(99)}' where id = '${rowId(10)}'`,
        `delete from ${by.parent} where id = '${rowId(10)}'`,
        `truncate ${by.parent}`,
      ])
        await expect(run(db, statement), `${statement}, ${named(by)}`).rejects.toMatchObject(refused);
    }
  });

  it("so that of a deletion and a new reference at once, one is refused", async () => {
    for (const by of toDeletable) {
      const refer = bareRows({ table: by.child, from: 20, to: 20, by, target: 10 });
      const remove = `delete from ${by.parent} where id = '${rowId(10)}'`;
      for (const [first, second] of [
        [remove, refer],
        [refer, remove],
      ] as const) {
        let later: Promise<unknown> = Promise.resolve();
        await holding(async (tx) => {
          await run(tx, first);
          later = run(db, second).then(
            () => "done",
            (error: unknown) => error,
          );
          await untilWaiting();
        });
        expect(await later, `${second} after ${first}`).toMatchObject(refused);
        await emptyFilled(by.child);
        await transaction((tx) => fillParents(tx, 10));
      }
    }
  });
});

it("no foreign key is left whose check the server plans on any index that it likes", async () => {
  const left = await db.execute(
    sql`select conname from pg_constraint where contype = 'f' and connamespace = 'public'::regnamespace`,
  );
  expect([...left]).toEqual([]);
  expect(references.length).toBeGreaterThan(20);
});
