import { sql } from "drizzle-orm";
import { transaction, type Tx } from "@/db/client";

/**
 * A transaction for thousands of rows at once. The server plans its foreign key checks once a connection and keeps the
 * plan: one made while the tables were small would scan them for every single row.
 */
export const bulkTransaction = <T>(work: (tx: Tx) => Promise<T>, options: { deadlineMs: number }): Promise<T> =>
  transaction(async (tx) => {
    await tx.execute(sql.raw("set local enable_seqscan = off; discard plans"));
    return work(tx);
  }, options);

/** With so few rows any plan is quick. */
const fewRows = 1_000;

// Waits for nobody: a table that is being analyzed already is left out.
const analyze = sql.raw("analyze (skip_locked) payouts, events, emails, refused_rows, ingest_errors");

/**
 * Has the server analyze the tables a batch writes once many rows are written, and again at ten times as many. Its
 * statistics may be of organizations with a row each; then it takes any index that begins with the organization to be
 * as good as the key, and reads all rows of a large one for every reference it checks.
 */
export class PlannerStatistics {
  #rows = 0;
  #next = fewRows;

  /** Whether the server has seen that the organization is large. */
  get areCurrent(): boolean {
    return this.#next > fewRows;
  }

  /** Counts rows written in this transaction; the server sees them in it already. */
  async analyzeAfterGrowth(tx: Tx, rows: number): Promise<void> {
    this.#rows += rows;
    if (this.#rows < this.#next) return;
    this.#next = 10 * this.#rows;
    await tx.execute(analyze);
  }
}
