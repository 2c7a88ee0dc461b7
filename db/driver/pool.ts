import { setTimeout as sleep } from "node:timers/promises";
import { Pool } from "tarn";
import { type Connection, Lease } from "./connection";
import { ConnectionLost, DatabaseUnavailable } from "./errors";

const RETRY_CONNECT_MS = 200;
const IDLE_MS = 60_000;
// No connection came back for so long: uses take longer than they did lately.
const STALL_MS = 200;
// Of a mean that follows what the last uses took.
const WEIGHT_OF_LATEST = 0.1;
const MAX_AGE_MS = 30 * 60_000;
// Every wait has its own deadline, so the pool's own limits only have to lie beyond all of them.
const NEVER_MS = 2 ** 31 - 1;

/** How long a use may take, and the moment at which that is over. */
interface Limit {
  deadlineMs: number;
  endsAt: number;
}

/** A few connections, each lent to one caller at a time; a failed one is replaced, never used again. */
export class ConnectionPool {
  #pool: Pool<Connection>;
  #open: () => Promise<Connection>;
  #size: number;
  #lastFailure: { error: unknown; at: number } | null = null;
  /** Since when each caller waits for a connection, the longest first. */
  #waiting = new Set<{ since: number }>();
  #meanUseMs = 0;
  #lastReturnAt = performance.now();

  constructor(open: () => Promise<Connection>, size: number) {
    this.#open = open;
    this.#size = size;
    this.#pool = new Pool<Connection>({
      create: () => this.#connect(),
      destroy: (connection) => connection.close(),
      validate: (connection) => !connection.failure && performance.now() - connection.openedAt < MAX_AGE_MS,
      min: 0,
      max: size,
      acquireTimeoutMillis: NEVER_MS,
      createTimeoutMillis: NEVER_MS,
      createRetryIntervalMillis: RETRY_CONNECT_MS,
      idleTimeoutMillis: IDLE_MS,
    });
  }

  /**
   * How long the next caller will wait for a connection, judged by who waits, how long uses took lately, and when a
   * connection came back last. 0 while none waits.
   */
  get expectedWaitMs(): number {
    const [first] = this.#waiting;
    if (!first) return 0;
    const now = performance.now();
    const stalledMs = now - Math.max(this.#lastReturnAt, first.since);
    const useMs = Math.max(this.#meanUseMs, stalledMs > STALL_MS ? stalledMs : 0);
    return Math.max(now - first.since, (this.#waiting.size * useMs) / this.#size);
  }

  /**
   * Lends a connection to `work`. Settles within `deadlineMs`, the wait for a connection included;
   * a connection still at work by then is destroyed, so that its late answer reaches nobody.
   * Work whose transaction never began, because its connection had died while idle, starts again on another one.
   * @throws DatabaseUnavailable when there was no connection, it broke, or the time was up.
   */
  async use<T>(deadlineMs: number, work: (lease: Lease) => Promise<T>): Promise<T> {
    const askedAt = performance.now();
    const limit = { deadlineMs, endsAt: askedAt + deadlineMs };
    for (;;) {
      const connection = await this.#acquire(limit);
      const lease = new Lease(connection);
      try {
        return await this.#lend(connection, lease, limit, work);
      } catch (error) {
        const diedIdle = connection.failure instanceof ConnectionLost && connection.openedAt < askedAt;
        if (!(diedIdle && lease.isBeginning)) throw error;
      }
    }
  }

  async #lend<T>(
    connection: Connection,
    lease: Lease,
    { deadlineMs, endsAt }: Limit,
    work: (lease: Lease) => Promise<T>,
  ): Promise<T> {
    const lentAt = performance.now();
    const timer = setTimeout(
      () => connection.fail(new DatabaseUnavailable(`The database did not finish within ${deadlineMs} ms.`)),
      Math.max(1, endsAt - lentAt),
    );
    try {
      return await new Promise<T>((resolve, reject) => {
        connection.onFailure = reject;
        work(lease).then(resolve, reject);
      });
    } finally {
      clearTimeout(timer);
      connection.onFailure = null;
      lease.end();
      this.#lastReturnAt = performance.now();
      this.#meanUseMs += (this.#lastReturnAt - lentAt - this.#meanUseMs) * WEIGHT_OF_LATEST;
      this.#pool.release(connection);
    }
  }

  /** Lets the work in progress finish, then closes every connection. */
  async close(): Promise<void> {
    await this.#pool.destroy();
  }

  async #acquire({ deadlineMs, endsAt }: Limit): Promise<Connection> {
    const pending = this.#pool.acquire();
    const timer = setTimeout(() => pending.abort(), Math.max(1, endsAt - performance.now()));
    const waiting = { since: performance.now() };
    this.#waiting.add(waiting);
    try {
      return await pending.promise;
    } catch (error) {
      const cause = this.#lastFailure?.error ?? error;
      throw new DatabaseUnavailable(`No database connection became free within ${deadlineMs} ms.`, { cause });
    } finally {
      this.#waiting.delete(waiting);
      clearTimeout(timer);
    }
  }

  // The pool tries again for each waiting caller; the pause keeps thousands of callers from
  // connecting all the time to a server that is down or starting.
  async #connect(): Promise<Connection> {
    const pause = this.#lastFailure ? this.#lastFailure.at + RETRY_CONNECT_MS - performance.now() : 0;
    if (pause > 0) await sleep(pause);
    try {
      const connection = await this.#open();
      this.#lastFailure = null;
      return connection;
    } catch (error) {
      this.#lastFailure = { error, at: performance.now() };
      throw error;
    }
  }
}
