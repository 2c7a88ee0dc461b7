import { sql } from "drizzle-orm";
import { expect, vi } from "vitest";
import { db, maintain } from "@/db/client";

/**
 * Removes dead rows, takes statistics, and marks every block as seen by all, so that an index can answer alone, as in a
 * table at rest. A transaction of anyone that is still open, the server's own among them, keeps blocks from the mark:
 * then it is done again.
 */
export async function vacuumed(...tables: string[]): Promise<void> {
  const marked = async () => {
    // The log of what was committed must be written before the server marks a block.
    await db.execute(sql`checkpoint`);
    await maintain(`vacuum (analyze) ${tables.join(", ")}`, 60_000);
    return db.execute(sql`
      select relname from pg_class
      where oid = any(${`{${tables.join(",")}}`}::text[]::regclass[]) and relallvisible < relpages`);
  };
  await vi.waitFor(async () => expect(await marked()).toHaveLength(0), { timeout: 30_000, interval: 100 });
}
