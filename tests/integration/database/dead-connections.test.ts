import { execFileSync } from "node:child_process";
import { sql } from "drizzle-orm";
import { integer, pgTable, text } from "drizzle-orm/pg-core";
import { beforeEach, expect, test } from "vitest";
import { db, DatabaseUnavailable, transaction, type Tx } from "@/db/client";
import { ownCluster } from "@/tests/support/own-cluster";

const entry = pgTable("entry", { id: integer("id").primaryKey(), owner: text("owner").notNull() });
ownCluster();

beforeEach(async () => {
  await db.delete(entry);
});

const add = (tx: Tx, id: number) => tx.insert(entry).values({ id, owner: "somebody" });
const backendOf = async (tx: Tx) => (await tx.execute<{ pid: number }>(sql`select pg_backend_pid() as pid`))[0]!.pid;
const idsNow = () => transaction((tx) => tx.select({ id: entry.id }).from(entry).orderBy(entry.id));

/** Ends every connection of the pool while this process stands still. */
function endConnectionsFromElsewhere() {
  const ending = `import postgres from "postgres";
    const sql = postgres(process.env.DATABASE_URL);
    await sql\`select pg_terminate_backend(pid, 5000) from pg_stat_activity where application_name = 'meridian'\`;
    await sql.end();`;
  execFileSync(process.execPath, ["--input-type=module", "--eval", ending]);
}

test("connections that died while idle are replaced without an error", async () => {
  const before = await Promise.all(Array.from({ length: 5 }, () => transaction(backendOf)));
  const survivor = await transaction(async (tx) => {
    const own = await backendOf(tx);
    await tx.execute(
      sql`select pg_terminate_backend(pid, 2000) from pg_stat_activity where application_name = 'meridian' and pid <> ${own}`,
    );
    return own;
  });
  const after = await Promise.all(Array.from({ length: 5 }, () => transaction(backendOf)));
  expect(after.filter((pid) => pid !== survivor && before.includes(pid))).toEqual([]);
});

test("a connection whose death is noticed only when a transaction begins on it is replaced without an error", async () => {
  await Promise.all(Array.from({ length: 5 }, (_, id) => transaction(async (tx) => void (await add(tx, id)))));
  // Nothing of this process runs meanwhile, so that it has not heard of a single end.
  endConnectionsFromElsewhere();
  await Promise.all(Array.from({ length: 5 }, (_, id) => transaction(async (tx) => void (await add(tx, id + 5)))));
  expect(await idsNow()).toEqual(Array.from({ length: 10 }, (_, id) => ({ id })));
});

test("a transaction that had begun when its connection died is not run a second time", async () => {
  let runs = 0;
  const work = transaction(async (tx) => {
    runs++;
    await add(tx, runs);
    endConnectionsFromElsewhere();
    await add(tx, runs + 1);
  });
  await expect(work).rejects.toThrow(DatabaseUnavailable);
  expect([runs, await idsNow()]).toEqual([1, []]);
});
