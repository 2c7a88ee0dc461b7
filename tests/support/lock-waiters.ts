import { sql } from "drizzle-orm";
import { db } from "@/db/client";

/** The connections to this database that wait for a row changed by another transaction. */
export const lockWaiters = sql`pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`;

/** Resolves once this many connections wait for rows changed by other transactions. */
export async function untilWaiting(count = 1): Promise<void> {
  while ((await db.execute(sql`select 1 from ${lockWaiters}`)).length < count);
}
