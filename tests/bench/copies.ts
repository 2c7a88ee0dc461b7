import { chmod } from "node:fs/promises";
import path from "node:path";
import { sql } from "drizzle-orm";
import { transaction } from "@/db/client";

/** In the order in which rows may be written: events and emails point at payouts. */
const tables = ["payouts", "events", "emails"] as const;
const deadlineMs = 60 * 60_000;

const run = (statement: string) => transaction((tx) => tx.execute(sql.raw(statement)), { deadlineMs });

/** Makes a folder one that the server's account can write to: COPY's files are the server's, not the client's. */
export const openToServer = (folder: string) => chmod(folder, 0o777);

/** Lets the server write what the ingest made to files, tells how many payouts there were, and empties the tables. */
export async function unload(folder: string, organizationId: string): Promise<Record<(typeof tables)[number], number>> {
  const counts = { payouts: 0, events: 0, emails: 0 };
  for (const table of tables) {
    // Of the events, one belongs to each payout; the batch's own are no row of the file.
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
 * One COPY after the other into the tables with all their keys, indexes, checks and foreign keys, after emptying them.
 * @returns milliseconds
 */
export async function copyIndexed(folder: string): Promise<number> {
  await run(`truncate ${tables.join(", ")} cascade`);
  await settle();
  const startedAt = performance.now();
  for (const table of tables) await run(`copy ${table} from '${fileOf(folder, table)}'`);
  return performance.now() - startedAt;
}

/**
 * One COPY of the payouts into a table without any key or index: what the machine can write at all. @returns
 * milliseconds
 */
export async function copyRaw(folder: string): Promise<number> {
  await run("create table raw_payouts as select * from payouts with no data");
  await settle();
  const startedAt = performance.now();
  await run(`copy raw_payouts from '${fileOf(folder, "payouts")}'`);
  return performance.now() - startedAt;
}

/** So that no measurement pays for what the one before left to be written. */
export const settle = () => run("checkpoint");

const fileOf = (folder: string, table: string) => path.join(folder, `${table}.copy`);
