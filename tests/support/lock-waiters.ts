import { sql } from "drizzle-orm";
import { db, transaction, type Tx } from "@/db/client";

/**
 * The connections to this database that wait for a lock of another transaction. Not those of the server's own
 * processes, nor those that wait for a moment until another one's notice is in the queue (object) or a file has grown.
 */
const lockWaiters = sql`pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'
  and wait_event not in ('object', 'extend') and backend_type = 'client backend'`;

const patienceMs = 60_000;

/**
 * Resolves once this many connections wait for a lock of another transaction.
 * @throws Error where none does within a minute
 */
export async function untilWaiting(count = 1): Promise<void> {
  const endsAt = Date.now() + patienceMs;
  while ((await db.execute(sql`select 1 from ${lockWaiters}`)).length < count)
    if (Date.now() > endsAt) throw new Error(`fewer than ${count} connections wait for a lock`);
}

/** Ends the connections that wait so. */
export const endWaiting = () => db.execute(sql`select pg_terminate_backend(pid) from ${lockWaiters}`);

/** A transaction for whose locks others wait: on a busy machine that takes longer than the product lets one last. */
export const holding = <T>(body: (tx: Tx) => Promise<T>): Promise<T> => transaction(body, { deadlineMs: patienceMs });
