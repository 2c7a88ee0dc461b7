import { sql } from "drizzle-orm";
import { expect, vi } from "vitest";
import { db, maintain } from "@/db/client";

/**
 * Removes dead rows, takes statistics, and marks every block that has rows as seen by all, so that an index can answer
 * alone, as in a table at rest. A transaction of anyone that is still open, the server's own among them, keeps blocks
 * from the mark: then it is done again.
 */
export async function vacuumed(...tables: string[]): Promise<void> {
  await db.execute(sql`create schema if not exists tools`);
  await db.execute(sql`create extension if not exists pg_visibility schema tools`);
  for (const table of tables)
    await vi.waitFor(async () => expect(await afterVacuum(table)).toMatchObject({ unmarked: 0 }), {
      timeout: 30_000,
      interval: 100,
    });
}

/**
 * The same in a database that other tests have used before: the pages that they left empty make an index look dear, and
 * the server reads the whole table instead.
 */
export async function rebuilt(...tables: string[]): Promise<void> {
  for (const table of tables) await maintain(`reindex table ${table}`, 60_000);
  await vacuumed(...tables);
}

async function afterVacuum(table: string) {
  // The log of what was committed must be written before the server marks a block.
  await db.execute(sql`checkpoint`);
  // Without the word, the server leaves a few blocks with dead rows for another time, and those are not marked.
  await maintain(`vacuum (analyze, index_cleanup on) ${table}`, 60_000);
  // Blocks that the server has added and not used yet are never marked, and no query reads them.
  const [row] = await db.execute<{ unmarked: number }>(sql`
    select count(*)::int as unmarked from tools.pg_visibility_map(${table}::regclass)
    where not all_visible and blkno in (select (ctid::text::point)[0]::bigint from ${sql.raw(table)})`);
  return { ...row, open: await openTransactions() };
}

/** Whose transactions may keep blocks from the mark, for the message of a test that fails. */
const openTransactions = () =>
  db.execute(sql`
    select backend_type, state, age(backend_xmin), now() - xact_start as since, left(query, 200) as query
    from pg_stat_activity
    where datname = current_database() and backend_xmin is not null and pid <> pg_backend_pid()`);
