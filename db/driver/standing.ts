import { setImmediate, setTimeout as sleep } from "node:timers/promises";
import { ConnectionPool } from "./pool";
import type { Connection } from "./connection";

/** Whether new work can be begun: the database answers, does not, or has more work than it gets done in time. */
export type DatabaseStanding = "answers" | "away" | "busy";

const PROBE_MS = 800;
// Beyond the look itself, so that the look ends first.
const GRACE_MS = 100;
const FRESH_MS = 250;

/** Who waits longer than this for a connection will hardly be served before the deadline of its statements. */
const LONGEST_WAIT_MS = 2_000;

/** Looks how the database stands, over a connection of its own, so that a busy pool is not taken for a lost database. */
export class Lookout {
  #pool: ConnectionPool;
  #own: ConnectionPool;
  #last: { standing: Promise<DatabaseStanding>; at: number } | null = null;

  constructor(pool: ConnectionPool, open: () => Promise<Connection>) {
    this.#pool = pool;
    this.#own = new ConnectionPool(open, 1);
  }

  /** Answers within a second. Many callers at once ask the database once. */
  async look(): Promise<DatabaseStanding> {
    if (!this.#last || performance.now() - this.#last.at > FRESH_MS) {
      const look = { standing: this.#probe(), at: Infinity };
      this.#last = look;
      void look.standing.then(() => (look.at = performance.now()));
    }
    const standing = await this.#last.standing;
    return standing === "answers" && this.#pool.expectedWaitMs > LONGEST_WAIT_MS ? "busy" : standing;
  }

  async close(): Promise<void> {
    await this.#own.close();
  }

  async #probe(): Promise<DatabaseStanding> {
    let answer: DatabaseStanding | undefined;
    const asked = this.#own
      .use(PROBE_MS + GRACE_MS, (lease) => lease.run("select 1"))
      .then(
        () => (answer = "answers"),
        () => (answer = "away"),
      );
    // The answer may lie there unread while this process was busy itself.
    await Promise.race([asked, sleep(PROBE_MS).then(() => setImmediate())]);
    return answer ?? "away";
  }
}
