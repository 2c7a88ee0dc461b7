import { sql } from "drizzle-orm";
import { db } from "@/db/client";

/**
 * Every row of every table as text, by table: equal values mean that nothing changed. The worker's heartbeat is left
 * out.
 */
export async function everyRow(): Promise<Record<string, string[]>> {
  const tables = await db.execute<{ name: string }>(
    sql`select tablename as name from pg_tables where schemaname = 'public' and tablename <> 'worker_beats' order by 1`,
  );
  const all: Record<string, string[]> = {};
  for (const { name } of tables) {
    const rows = await db.execute<{ row: string }>(
      sql`select t::text as row from ${sql.identifier(name)} t order by 1`,
    );
    all[name] = rows.map(({ row }) => row);
  }
  return all;
}
