import type { Answer, Lease } from "./connection";
import { isDatabaseUnavailable } from "./errors";
import type { ConnectionPool } from "./pool";
import { runTransaction } from "./transaction";

/** Who does not answer within this time is not waited for, */
const ANSWER_MS = 500;
/** and not asked again for this long. */
const REST_MS = 5_000;
/** Others' writes may be missing for so long. The worker writes every 5 s, so that a replica that follows shows it. */
const MAX_AGE_MS = 15_000;

interface Standing {
  /** False once the replica was promoted, when it no longer follows anybody. */
  follows: boolean;
  hasWrite: boolean;
  ageMs: number;
  asOf: Date;
}

/** A server that follows the primary, and answers only when it is near enough to it. */
export class Replica {
  readonly pool: ConnectionPool;
  #restsUntil = 0;

  constructor(pool: ConnectionPool) {
    this.pool = pool;
  }

  /**
   * Lends a connection that is in one snapshot, which has everything that the primary wrote up to the place `since` of
   * its log. `asOf` is when the latest transaction in it was committed. Null when the replica has not come so far, is
   * too old, follows nobody, or does not answer.
   * @throws whatever `work` throws, and DatabaseUnavailable when the replica was lost meanwhile
   */
  read<T>(
    since: string | null,
    deadlineMs: number,
    work: (lease: Lease, asOf: Date) => Promise<T>,
  ): Promise<{ answer: T } | null> {
    if (performance.now() < this.#restsUntil) return Promise.resolve(null);
    return new Promise((resolve, reject) => {
      let state: "asked" | "answered" | "late" = "asked";
      let lent: Lease | undefined;
      const giveUp = () => {
        if (state !== "asked") return;
        state = "late";
        this.#restsUntil = performance.now() + REST_MS;
        lent?.abandon("The replica did not answer in time.");
        resolve(null);
      };
      const timer = setTimeout(giveUp, ANSWER_MS);
      const begun = async (lease: Lease, began: Answer) => {
        clearTimeout(timer);
        if (state === "late") return null;
        state = "answered";
        const { follows, hasWrite, ageMs, asOf } = standingIn(began);
        return follows && hasWrite && ageMs <= MAX_AGE_MS ? { answer: await work(lease, asOf) } : null;
      };
      this.pool
        .use(deadlineMs, (lease) => {
          lent = lease;
          return runTransaction(
            lease,
            { deadlineMs, ...snapshot },
            (began) => begun(lease, began),
            standingSince(since),
          );
        })
        .then(resolve, (error: unknown) => {
          if (isDatabaseUnavailable(error)) giveUp();
          reject(error as Error);
        });
    });
  }

  async close(): Promise<void> {
    await this.pool.close();
  }
}

const snapshot = { isolationLevel: "repeatable read", accessMode: "read only" } as const;

/**
 * Asked in a transaction of its own before the snapshot: in the same one, the replica could come as far as is asked for
 * between the snapshot and the look.
 */
function standingSince(since: string | null): string {
  if (since !== null && !/^[0-9A-F]+\/[0-9A-F]+$/.test(since)) throw new Error("This is no place in the log.");
  const hasWrite = since === null ? "true" : `coalesce(pg_last_wal_replay_lsn() >= '${since}', false)`;
  return `begin; select pg_is_in_recovery() as follows, ${hasWrite} as "hasWrite",
    (extract(epoch from clock_timestamp() - pg_last_xact_replay_timestamp()) * 1000)::float8 as "ageMs",
    (extract(epoch from pg_last_xact_replay_timestamp()) * 1000)::float8 as "asOf"; commit; `;
}

/** The second of the answers; a replica that has replayed nothing since it started knows no age. */
function standingIn(began: Answer): Standing {
  const [, [row]] = began as unknown as [unknown, [Omit<Standing, "asOf"> & { asOf: number | null }]];
  const { follows, hasWrite, ageMs, asOf } = row;
  return { follows, hasWrite, ageMs: asOf === null ? Infinity : ageMs, asOf: new Date(asOf ?? 0) };
}
