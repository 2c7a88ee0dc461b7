import type { SQL } from "drizzle-orm";
import type { Lease, Take } from "./driver/connection";
import { copyOver } from "./driver/copy";
import { DatabaseUnavailable, isDatabaseUnavailable, isUniqueViolation } from "./driver/errors";
import { listenOver, type Subscription } from "./driver/listen";
import { openConnection, type Place } from "./driver/open";
import { ConnectionPool } from "./driver/pool";
import { Replica } from "./driver/replica";
import { Lookout, type DatabaseStanding } from "./driver/standing";
import { databaseOver, keepingPlans, transactionOver, type Db, type Tx } from "./driver/session";
import { DEADLINE_MS, runAlone, runTransaction, timeoutsBelow, type TransactionOptions } from "./driver/transaction";

export { DatabaseUnavailable, keepingPlans, isDatabaseUnavailable, isUniqueViolation };
export type { Db, Tx };
export type Executor = Db | Tx;

// Of a process, whatever else it does: a copy takes long, so none may take a connection from the pages.
const COPIES_AT_ONCE = 2;

// A page that the replica does not finish in this time is read from the primary.
const REPLICA_MS = 3_000;

interface Opened {
  pool: ConnectionPool;
  lookout: Lookout;
  copies: ConnectionPool;
  /** Where the primary is reached without a pooler; null when no variable says where. */
  direct: Place | null;
  replica: { pages: Replica; copies: Replica } | null;
  subscriptions: Set<Subscription>;
}

// On globalThis, because development reloads this module and each load would open its own pool.
const kept = globalThis as { meridianDatabase?: Opened };

/** The database. Every statement takes its own pooled connection and settles within 8 s. */
export const db: Db = databaseOver({
  run: (...statement) => opened().pool.use(DEADLINE_MS, (lease) => runAlone(lease, ...statement)),
  transaction: (body, config) => transaction(body, config as TransactionOptions | undefined),
});

/**
 * Runs `fn` in one transaction on one connection: committed when it returns, rolled back when it
 * throws. An error is not "nothing happened": see DatabaseUnavailable.
 * @throws DatabaseUnavailable when the connection broke or `deadlineMs` (default 8,000) was up.
 */
export function transaction<T>(fn: (tx: Tx) => Promise<T>, options: TransactionOptions = {}): Promise<T> {
  return opened().pool.use(options.deadlineMs ?? DEADLINE_MS, (lease) =>
    runTransaction(lease, options, () => fn(transactionOver(lease))),
  );
}

/** Who reads; actors do, and those of `lib/actor.ts` who are no person read from the primary. */
interface Reader {
  organizationId: string;
  /** Where in the primary's log their latest write ends; null before the first. */
  lastWrite?: string | null;
}

/** `asOf`: up to when a replica has followed; null on the primary. */
type Read<T> = (on: Executor, asOf: Date | null) => Promise<T>;

interface ReadOptions {
  /** The caller's own; then it alone says where the read takes place. */
  executor?: Executor;
  /** It sends one statement, which is of one snapshot by itself. */
  oneStatement?: boolean;
}

/**
 * Runs what only reads, from one snapshot of the database, so that its numbers and its rows agree: on the replica when
 * there is one that has all that the reader wrote, else on the primary. `work` runs again there when the replica fails in
 * the middle.
 */
export async function readFor<T>(reader: Reader, work: Read<T>, { executor, oneStatement }: ReadOptions = {}) {
  if (executor) return work(executor, null);
  const { replica } = opened();
  const read = (lease: Lease, asOf: Date) => work(transactionOver(lease), asOf);
  const found = await askReplica(replica?.pages, reader, REPLICA_MS, read).catch(() => null);
  if (found) return found.answer;
  if (oneStatement) return work(db, null);
  return transaction((tx) => work(tx, null), { isolationLevel: "repeatable read", accessMode: "read only" });
}

async function askReplica<T>(
  replica: Replica | undefined,
  reader: Reader | undefined,
  deadlineMs: number,
  work: (lease: Lease, asOf: Date) => Promise<T>,
): Promise<{ answer: T } | null> {
  return replica && reader?.lastWrite !== undefined ? replica.read(reader.lastWrite, deadlineMs, work) : null;
}

/** Whether reads can go to a replica, so that the places of writes are to be kept. */
export const hasReplica = (): boolean => opened().replica !== null;

interface CopyOptions {
  /** Without it the primary is read. */
  reader?: Reader;
  /** All of it, the wait for one of the two connections of copies included, settles within this time. */
  deadlineMs: number;
  /** Ends the statement, on the server too. */
  signal: AbortSignal;
}

/**
 * Hands what `query` answers to `take`, in COPY's binary format in pieces of any size, from one snapshot and in bounded
 * memory. The snapshot lasts as long as `take` takes, so `take` must not wait for a person.
 * @throws DatabaseUnavailable when the connection broke, the time was up or `signal` ended it; what `take` throws
 */
export async function copyOut(query: SQL, take: Take, { reader, deadlineMs, signal }: CopyOptions): Promise<void> {
  let taken = false;
  let refused: { error: unknown } | undefined;
  const taking: Take = async (bytes) => {
    taken = true;
    try {
      await take(bytes);
    } catch (error) {
      refused = { error };
      throw error;
    }
  };
  const { pool, copies, replica } = opened();
  const copying = async () => {
    const onReplica = askReplica(replica?.copies, reader, deadlineMs, (lease) =>
      copyOver(lease, query, taking, { signal, others: replica!.pages.pool }),
    );
    const done = await onReplica.catch((error: unknown) => (taken || signal.aborted ? Promise.reject(error) : null));
    if (done) return;
    await copies.use(deadlineMs, (lease) =>
      runTransaction(lease, { deadlineMs, accessMode: "read only" }, () =>
        copyOver(lease, query, taking, { signal, others: pool }),
      ),
    );
  };
  // The driver knows only that its connection was lost.
  await copying().catch((error: unknown) => Promise.reject(refused ? refused.error : error));
}

/**
 * Runs one statement that cannot be a part of a transaction, such as VACUUM, for as long as it takes up to `deadlineMs`.
 * @throws DatabaseUnavailable when the connection broke or the time was up.
 */
export async function maintain(statement: string, deadlineMs: number): Promise<void> {
  const own = new ConnectionPool(openerOf(directPlace()), 1);
  try {
    await own.use(deadlineMs, async (lease) => {
      const limits = Object.entries(timeoutsBelow(deadlineMs)).map(([name, limit]) => `set ${name} = ${limit}`);
      await lease.run(limits.join("; "));
      await lease.run(statement);
    });
  } finally {
    await own.close();
  }
}

function directPlace(): Place {
  const { direct } = opened();
  if (!direct) throw new Error("This cannot be done through a connection pooler. Set DATABASE_DIRECT_URL.");
  return direct;
}

/**
 * Calls `onNotify` for each NOTIFY on `channel`, over a connection of its own. When that connection
 * was lost and opened again, calls it once with "": a notification may have been missed. Through a pooler no
 * notification arrives, unless DATABASE_DIRECT_URL leads past it; then nothing is listened to.
 * @throws DatabaseUnavailable when the first connection cannot be made.
 */
export async function listen(channel: string, onNotify: (payload: string) => void): Promise<Subscription> {
  const { direct, subscriptions } = opened();
  if (!direct) return { close: async () => undefined };
  const subscription = await listenOver((notify) => openConnection(direct, notify), channel, onNotify);
  subscriptions.add(subscription);
  return {
    async close() {
      subscriptions.delete(subscription);
      await subscription.close();
    },
  };
}

/**
 * Whether new work can be begun now, told within a second, so that a page can say so instead of waiting for its
 * deadline.
 */
export const databaseStanding = (): Promise<DatabaseStanding> => opened().lookout.look();

/** Waits for the work in progress and closes every connection; the next use opens them anew. */
export async function closeDb(): Promise<void> {
  const current = kept.meridianDatabase;
  delete kept.meridianDatabase;
  if (!current) return;
  await Promise.all([
    current.pool.close(),
    current.lookout.close(),
    current.copies.close(),
    current.replica?.pages.close(),
    current.replica?.copies.close(),
    ...[...current.subscriptions].map((one) => one.close()),
  ]);
}

const openerOf = (place: Place) => () => openConnection(place);

function opened(): Opened {
  if (kept.meridianDatabase) return kept.meridianDatabase;
  const pooled = given("DATABASE_POOLER") !== undefined;
  const url = addressOf("DATABASE_URL");
  if (!url) throw new Error("DATABASE_URL is not set.");
  const size = Number(given("DATABASE_POOL_SIZE") ?? 10);
  if (!Number.isInteger(size) || size < 1) throw new Error("DATABASE_POOL_SIZE must be a whole number from 1.");
  const open = openerOf({ url, pooled });
  const directUrl = pooled ? addressOf("DATABASE_DIRECT_URL") : url;
  const replicaUrl = addressOf("DATABASE_REPLICA_URL");
  const pool = new ConnectionPool(open, size);
  return (kept.meridianDatabase = {
    pool,
    lookout: new Lookout(pool, open),
    copies: new ConnectionPool(open, COPIES_AT_ONCE),
    direct: directUrl ? { url: directUrl, pooled: false } : null,
    replica: replicaUrl ? replicaAt({ url: replicaUrl, pooled }, size) : null,
    subscriptions: new Set(),
  });
}

function replicaAt(place: Place, size: number) {
  const replica = (connections: number) => new Replica(new ConnectionPool(openerOf(place), connections));
  return { pages: replica(size), copies: replica(COPIES_AT_ONCE) };
}

/** Empty means "not set", as lib/env.ts has it. */
const given = (name: string): string | undefined => process.env[name]?.trim() || undefined;

function addressOf(name: string): string | undefined {
  const url = given(name);
  // The driver's own error for a malformed URL would quote it, password and all.
  if (url !== undefined && !URL.canParse(url)) throw new Error(`${name} is not a URL.`);
  return url;
}
