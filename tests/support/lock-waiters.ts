import { sql } from "drizzle-orm";
import { db } from "@/db/client";

/**
 * The connections to this database that wait for a row changed by another transaction. Not those of the server's own
 * processes, nor those that wait for a moment until another one's notice is in the queue (object) or a file has grown.
 */
const lockWaiters = sql`pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'
  and wait_event not in ('object', 'extend') and backend_type = 'client backend'`;

/** Resolves once this many connections wait for rows changed by other transactions. */
export async function untilWaiting(count = 1): Promise<void> {
  while ((await db.execute(sql`select 1 from ${lockWaiters}`)).length < count);
}

/** Ends the connections that wait so. */
export const endWaiting = () => db.execute(sql`select pg_terminate_backend(pid) from ${lockWaiters}`);
