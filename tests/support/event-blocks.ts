import { sql } from "drizzle-orm";
import { transaction, type Tx } from "@/db/client";
import { rebuilt } from "./vacuumed";

/**
 * Blocks of the events and their indexes, and of other tables, that `read` reads in a transaction of its own: the fewer
 * of two times.
 */
export async function eventBlocks(read: (tx: Tx) => Promise<void>, ...others: string[]): Promise<number> {
  await rebuilt("events", ...others);
  return eventBlocksAtRest(read, ...others);
}

/** The same for tables that were rebuilt, and that nobody has written to since. */
export async function eventBlocksAtRest(read: (tx: Tx) => Promise<void>, ...others: string[]): Promise<number> {
  const tables = ["events", ...others];
  const once = () =>
    transaction(async (tx) => {
      const start = await blocksRead(tx, tables);
      await read(tx);
      return (await blocksRead(tx, tables)) - start;
    });
  // What the planner looks up by itself, at the ends of an index, is read the first time only.
  return Math.min(await once(), await once());
}

async function blocksRead(tx: Tx, tables: string[]): Promise<number> {
  const [read] = await tx.execute<{ blocks: string }>(sql`
    with tables as (select name::regclass as oid from unnest(${sql.param(tables)}::text[]) as name)
    select sum(pg_stat_get_xact_blocks_fetched(oid))::text as blocks from pg_class
    where oid in (select oid from tables) or oid in (select indexrelid from pg_index where indrelid in (select oid from tables))`);
  return Number(read!.blocks);
}
