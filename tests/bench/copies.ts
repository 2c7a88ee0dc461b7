import { chmod } from "node:fs/promises";
import path from "node:path";
import { sql } from "drizzle-orm";
import { transaction } from "@/db/client";

/** In an order that the foreign keys allow: events and emails refer to payouts. */
const tables = ["payouts", "events", "emails"] as const;
const deadlineMs = 60 * 60_000;

const run = (statement: string) => transaction((tx) => tx.execute(sql.raw(statement)), { deadlineMs });

/** Makes a folder writable for the server's account: COPY writes files as the server, not as the client. */
export const openToServer = (folder: string) => chmod(folder, 0o777);

/** Lets the server write the results of the ingest to files, returns the number of payouts, and empties the tables. */
export async function unload(folder: string, organizationId: string): Promise<Record<(typeof tables)[number], number>> {
  const counts = { payouts: 0, events: 0, emails: 0 };
  for (const table of tables) {
    // One event belongs to each payout; the batch's own events belong to no row of the file.
    const rows = `select * from ${table} where organization_id = '${organizationId}'${table === "events" ? " and payout_id is not null" : ""}`;
    await run(`copy (${rows}) to '${fileOf(folder, table)}'`);
    const [counted] = await transaction(
      (tx) => tx.execute<{ count: string }>(sql.raw(`select count(*) from (${rows}) as written`)),
      { deadlineMs },
    );
    counts[table] = Number(counted?.count);
  }
  return counts;
}

/**
 * Empties the tables, then runs one COPY after the other into them, with all keys, indexes, checks and foreign keys.
 * @returns milliseconds
 */
export async function copyIndexed(folder: string): Promise<number> {
  await run(`set local session_replication_role = replica; truncate ${tables.join(", ")}`);
  await settle();
  const startedAt = performance.now();
  for (const table of tables) await run(`copy ${table} from '${fileOf(folder, table)}'`);
  return performance.now() - startedAt;
}

/**
 * The same COPYs into tables of the same columns without keys, indexes, checks and references.
 * @returns milliseconds
 */
export async function copyBare(folder: string): Promise<number> {
  for (const table of tables)
    await run(`drop table if exists bare_${table}; create table bare_${table} as select * from ${table} with no data`);
  await settle();
  const startedAt = performance.now();
  for (const table of tables) await run(`copy bare_${table} from '${fileOf(folder, table)}'`);
  return performance.now() - startedAt;
}

/**
 * One COPY of the payouts into such a table: the fastest write on this machine.
 * @returns milliseconds
 */
export async function copyRaw(folder: string): Promise<number> {
  await run("drop table if exists raw_payouts; create table raw_payouts as select * from payouts with no data");
  await settle();
  const startedAt = performance.now();
  await run(`copy raw_payouts from '${fileOf(folder, "payouts")}'`);
  return performance.now() - startedAt;
}

/** Deletes what an ingest left, but for its files. */
export const emptyTables = () =>
  run("set local session_replication_role = replica; truncate payouts, events, emails, batches, batch_file_chunks");

/** Flushes earlier writes, so that they do not slow down the next measurement. */
export const settle = () => run("checkpoint");

const fileOf = (folder: string, table: string) => path.join(folder, `${table}.copy`);
