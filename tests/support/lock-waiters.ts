import { sql } from "drizzle-orm";
import { db } from "@/db/client";

/** Connections to this database that wait for a row which another transaction has changed. */
export const lockWaiters = sql`pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`;

/** Returns once so many connections wait for rows that other transactions have changed. */
export async function untilWaiting(count = 1): Promise<void> {
  while ((await db.execute(sql`select 1 from ${lockWaiters}`)).length < count);
}
