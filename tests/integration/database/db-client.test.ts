import { inspect } from "node:util";
import { eq, sql } from "drizzle-orm";
import { integer, pgTable, text, timestamp } from "drizzle-orm/pg-core";
import { beforeEach, expect, test, vi } from "vitest";
import {
  closeDb,
  db,
  DatabaseUnavailable,
  keepingPlans,
  isUniqueViolation,
  listen,
  transaction,
  type Executor,
  type Tx,
} from "@/db/client";
import { ownCluster } from "@/tests/support/own-cluster";

const entry = pgTable("entry", { id: integer("id").primaryKey(), owner: text("owner").notNull() });
const cluster = ownCluster();

beforeEach(async () => {
  await db.delete(entry);
});

const add = (executor: Executor, id: number, owner = "somebody") => executor.insert(entry).values({ id, owner });
const ids = async () => (await db.select({ id: entry.id }).from(entry).orderBy(entry.id)).map((row) => row.id);
const failureOf = (work: Promise<unknown>) =>
  work.then(
    () => expect.unreachable("it should have failed"),
    (error: unknown) => error as Error,
  );
const sleepOnServer = (executor: Executor, seconds: number) => executor.execute(sql`select pg_sleep(${seconds})`);
const backendOf = async (tx: Tx) => (await tx.execute<{ pid: number }>(sql`select pg_backend_pid() as pid`))[0]!.pid;

/** Holds every connection of the pool until `release` is called. */
async function occupyPool() {
  let release = () => {};
  const released = new Promise<void>((resolve) => (release = resolve));
  const held: Promise<void>[] = [];
  const holders = Array.from({ length: 10 }, () => {
    let taken = () => {};
    held.push(new Promise((resolve) => (taken = resolve)));
    return transaction(async (tx) => (await backendOf(tx), taken(), released));
  });
  await Promise.all(held);
  return async () => (release(), void (await Promise.all(holders)));
}

test("a transaction commits when its body returns and leaves nothing when it throws", async () => {
  await transaction(async (tx) => void (await add(tx, 1)));
  const error = await failureOf(transaction(async (tx) => (await add(tx, 2), Promise.reject(new Error("no")))));
  expect(error.message).toBe("no");
  await db.transaction(async (tx) => void (await add(tx, 3)), { isolationLevel: "repeatable read" });
  expect(await ids()).toEqual([1, 3]);
});

test("a nested transaction that fails undoes only its own statements", async () => {
  await transaction(async (tx) => {
    await add(tx, 1);
    const error = await failureOf(tx.transaction(async (inner) => (await add(inner, 2), void (await add(inner, 1)))));
    expect(isUniqueViolation(error)).toBe(true);
    await add(tx, 3);
  });
  expect(await ids()).toEqual([1, 3]);
});

test("a transaction that ignored a failed statement does not count as committed", async () => {
  await add(db, 1);
  const error = await failureOf(
    transaction(async (tx) => {
      await add(tx, 2);
      await failureOf(add(tx, 1).execute());
    }),
  );
  expect(isUniqueViolation(error, "entry_pkey")).toBe(true);
  expect(await ids()).toEqual([1]);
});

test("a statement sent after its transaction ended is refused and does not run in another one", async () => {
  const [late] = await transaction(async (tx) => [tx] as const);
  expect((await failureOf(add(late, 1).execute())).message).toMatch(/has ended/);
  expect(await ids()).toEqual([]);
});

test("a database error contains neither parameters nor the refused row", async () => {
  await db.execute(sql`create unique index if not exists entry_owner on entry (owner)`);
  await add(db, 1, "grace@example.com");
  const error = await failureOf(add(db, 2, "grace@example.com").execute());
  expect(isUniqueViolation(error, "entry_owner")).toBe(true);
  expect(isUniqueViolation(error, "entry_pkey")).toBe(false);
  expect(inspect(error, { depth: 5 })).not.toContain("grace@");
  await db.execute(sql`drop index entry_owner`);
});

test("times are returned as dates exact to the millisecond, and arrays are stored whole", async () => {
  const clock = pgTable("clock", {
    at: timestamp("at", { withTimezone: true, precision: 3 }),
    words: text("words").array(),
  });
  await db.execute(sql`create table clock (at timestamptz(3), words text[])`);
  const at = new Date("2026-02-28T23:59:59.987Z");
  await db.insert(clock).values({ at, words: ["a,b", 'c"d'] });
  expect(await db.select().from(clock).where(eq(clock.at, at))).toEqual([{ at, words: ["a,b", 'c"d'] }]);
  expect(
    await db.execute(sql`select 1 from clock where at = ${at} and words = ${sql.param(["a,b", 'c"d'])}::text[]`),
  ).toHaveLength(1);
});

test("the server keeps the plan of a statement that asks for it, and of no other", async () => {
  const kept = (id: number) => sql`select owner from entry where id = ${id}`;
  await transaction(async (tx) => {
    await add(tx, 1, "somebody else");
    expect(await keepingPlans(tx).execute(kept(1))).toEqual([{ owner: "somebody else" }]);
    expect(await keepingPlans(tx).execute(kept(2))).toEqual([]);
    await tx.execute(sql`select owner from entry where id = ${1} and true`);
    const plans = await tx.execute(
      sql`select statement, (generic_plans + custom_plans)::int as uses from pg_prepared_statements`,
    );
    expect(plans).toEqual([{ statement: "select owner from entry where id = $1", uses: 2 }]);
  });
});

test("a statement is run by one process of the server and not compiled, however dear the server believes it to be", async () => {
  const plan = await transaction(async (tx) => {
    await tx.execute(sql`set local parallel_setup_cost = 0; set local parallel_tuple_cost = 0;
      set local min_parallel_table_scan_size = 0; set local jit_above_cost = 0`);
    return inspect(await tx.execute(sql`explain (analyze) select count(*) from pg_attribute`));
  });
  expect(plan).toContain("pg_attribute");
  expect(plan).not.toMatch(/Gather|JIT/);
});

test("the deadline includes the wait for a connection", async () => {
  const releasePool = await occupyPool();
  const body = vi.fn(async () => {});
  expect(await failureOf(transaction(body, { deadlineMs: 200 }))).toBeInstanceOf(DatabaseUnavailable);
  expect(body).not.toHaveBeenCalled();
  await releasePool();
});

test("the server cancels a slow statement before the deadline, and the connection stays usable", async () => {
  const error = await failureOf(transaction((tx) => sleepOnServer(tx, 20), { deadlineMs: 1_000 }));
  expect(error).toBeInstanceOf(DatabaseUnavailable);
  expect(inspect(error.cause)).toContain("statement timeout");
});

test("a transaction body that passes its deadline is abandoned, and none of its statements reach the server", async () => {
  let leave = () => {};
  const left = new Promise<void>((resolve) => (leave = resolve));
  let late: Promise<Error> | undefined;
  const error = await failureOf(
    transaction(
      async (tx) => {
        await add(tx, 1);
        await left;
        await (late = failureOf(add(tx, 2).execute()));
      },
      { deadlineMs: 300 },
    ),
  );
  expect(error).toBeInstanceOf(DatabaseUnavailable);
  leave();
  await vi.waitFor(() => expect(late).toBeDefined());
  await late;
  expect(await ids()).toEqual([]);
});

test("a connection frozen during a statement is destroyed at the deadline, and its late answer is dropped", async () => {
  // A frozen backend acts like a silent network: neither an answer nor an end.
  let frozen = 0;
  const error = await failureOf(
    transaction(
      async (tx) => {
        frozen = await backendOf(tx);
        process.kill(frozen, "SIGSTOP");
        await add(tx, 1);
      },
      { deadlineMs: 500 },
    ),
  );
  expect(error).toBeInstanceOf(DatabaseUnavailable);
  expect(await Promise.all(Array.from({ length: 20 }, () => transaction(backendOf)))).not.toContain(frozen);
  process.kill(frozen, "SIGCONT");
  await vi.waitFor(async () =>
    expect(await db.execute(sql`select 1 from pg_stat_activity where pid = ${frozen}`)).toHaveLength(0),
  );
  expect(await ids()).toEqual([]);
});

test("an unreachable database gives an error within the deadline, and the next call reconnects", async () => {
  const url = process.env.DATABASE_URL!;
  await closeDb();
  process.env.DATABASE_URL = "postgres://nobody@127.0.0.1:1/nothing";
  const error = await failureOf(transaction(async (tx) => void (await add(tx, 1)), { deadlineMs: 500 }));
  expect(error).toBeInstanceOf(DatabaseUnavailable);
  expect(inspect(error)).toContain("ECONNREFUSED");
  await closeDb();
  process.env.DATABASE_URL = url;
  expect(await ids()).toEqual([]);
});

test("a listener receives notifications, and learns after a lost connection that it may have missed some", async () => {
  const heard: string[] = [];
  const subscription = await listen("news", (payload) => void heard.push(payload));
  await db.execute(sql`select pg_notify('news', 'first')`);
  await vi.waitFor(() => expect(heard).toEqual(["first"]));
  await cluster().restart();
  await vi.waitFor(() => expect(heard).toEqual(["first", ""]), { timeout: 5_000 });
  await db.execute(sql`select pg_notify('news', 'second')`);
  await vi.waitFor(() => expect(heard).toEqual(["first", "", "second"]));
  await subscription.close();
});

test("closing leaves no connection open, and the next use reconnects", async () => {
  await Promise.all(Array.from({ length: 30 }, (_, id) => add(db, id)));
  await closeDb();
  const rows = await db.execute(
    sql`select 1 from pg_stat_activity where application_name = 'meridian' and pid <> pg_backend_pid()`,
  );
  expect(rows).toHaveLength(0);
});
