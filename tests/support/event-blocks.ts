import { sql } from "drizzle-orm";
import { transaction, type Tx } from "@/db/client";
import { rebuilt } from "./vacuumed";

/** Blocks of the events and their indexes that `read` reads in a transaction of its own: the fewer of two times. */
export async function eventBlocks(read: (tx: Tx) => Promise<void>): Promise<number> {
  await rebuilt("events");
  const once = () =>
    transaction(async (tx) => {
      const start = await blocksRead(tx);
      await read(tx);
      return (await blocksRead(tx)) - start;
    });
  // What the planner looks up by itself, at the ends of an index, is read the first time only.
  return Math.min(await once(), await once());
}

async function blocksRead(tx: Tx): Promise<number> {
  const [read] = await tx.execute<{ blocks: string }>(sql`
    select sum(pg_stat_get_xact_blocks_fetched(oid))::text as blocks from pg_class
    where oid = 'events'::regclass or oid in (select indexrelid from pg_index where indrelid = 'events'::regclass)`);
  return Number(read!.blocks);
}
