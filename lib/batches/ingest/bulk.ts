import { sql } from "drizzle-orm";
import { transaction, type Tx } from "@/db/client";

/**
 * A transaction for thousands of rows at once. The server plans its foreign key checks once a connection and keeps the
 * plan: made while the tables were small, it would go on reading them whole, for every single row.
 */
export const bulkTransaction = <T>(work: (tx: Tx) => Promise<T>, options: { deadlineMs: number }): Promise<T> =>
  transaction(async (tx) => {
    await tx.execute(sql.raw("set local enable_seqscan = off; discard plans"));
    return work(tx);
  }, options);
