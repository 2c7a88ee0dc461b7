import { sql } from "drizzle-orm";
import type { Tx } from "@/db/client";

/** So few rows are found soon in whatever way. */
const few = 1_000;

// What nobody waits for: a table that is being looked at already is left out.
const look = sql.raw("analyze (skip_locked) payouts, events, emails, refused_rows, ingest_errors");

/**
 * Has the server look at the tables a batch writes once it has written many rows, and again at ten times as many. What
 * it knows may be of organizations with a row each; from that it takes any index that begins with the organization to
 * be as good as the key, and reads all rows of a large one for every reference it checks.
 */
export class Growth {
  #rows = 0;
  #next = few;

  /** Whether the server knows of a large organization by now. */
  get known(): boolean {
    return this.#next > few;
  }

  /** Counts rows written in this transaction, which the server can see in it already. */
  async by(tx: Tx, rows: number): Promise<void> {
    this.#rows += rows;
    if (this.#rows < this.#next) return;
    this.#next = 10 * this.#rows;
    await tx.execute(look);
  }
}
