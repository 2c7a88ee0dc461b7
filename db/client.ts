import { connect as connectSocket, type Socket } from "node:net";
import postgres from "postgres";
import type { SQL } from "drizzle-orm";
import { Connection, type DriverClient, type Take } from "./driver/connection";
import { copyStatement } from "./driver/copy";
import { DatabaseUnavailable, isDatabaseUnavailable, isUniqueViolation } from "./driver/errors";
import { listenOver, type Subscription } from "./driver/listen";
import { ConnectionPool } from "./driver/pool";
import { Lookout, type DatabaseStanding } from "./driver/standing";
import { databaseOver, executeKeepingPlan, transactionOver, type Db, type Tx } from "./driver/session";
import { DEADLINE_MS, runTransaction, timeoutsBelow, type TransactionOptions } from "./driver/transaction";

export { DatabaseUnavailable, executeKeepingPlan, isDatabaseUnavailable, isUniqueViolation };
export type { Db, Tx };
export type Executor = Db | Tx;

const CONNECT_MS = 5_000;
// Of a process, whatever else it does: a copy takes long, so none may take a connection from the pages.
const COPIES_AT_ONCE = 2;

interface Opened {
  url: string;
  pool: ConnectionPool;
  lookout: Lookout;
  copies: ConnectionPool;
  subscriptions: Set<Subscription>;
}

// On globalThis, because development reloads this module and each load would open its own pool.
const kept = globalThis as { meridianDatabase?: Opened };

/** The database. Every statement takes its own pooled connection and settles within 8 s. */
export const db: Db = databaseOver({
  run: (...statement) => opened().pool.use(DEADLINE_MS, (lease) => lease.run(...statement)),
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

interface CopyOptions {
  /** All of it, the wait for one of the two connections of copies included, settles within this time. */
  deadlineMs: number;
  /** Ends the statement, on the server too. */
  signal: AbortSignal;
}

/**
 * Hands what `query` answers to `take`, as the lines of COPY's text format in pieces of any size, from one snapshot and
 * in bounded memory. The snapshot lasts as long as `take` takes, so `take` must not wait for a person.
 * @throws DatabaseUnavailable when the connection broke, the time was up or `signal` ended it; what `take` throws
 */
export async function copyOut(query: SQL, take: Take, { deadlineMs, signal }: CopyOptions): Promise<void> {
  let refused: { error: unknown } | undefined;
  const taking: Take = async (bytes) => {
    try {
      await take(bytes);
    } catch (error) {
      refused = { error };
      throw error;
    }
  };
  const copying = opened().copies.use(deadlineMs, async (lease) => {
    const [session] = await lease.run(ownSession);
    const end = () => lease.abandon("Nobody waits for the copy any more.");
    signal.addEventListener("abort", end);
    try {
      if (signal.aborted) return end();
      await runTransaction(lease, { deadlineMs, accessMode: "read only" }, async () => {
        await lease.run(copySettings);
        await lease.copy(copyStatement(query), taking);
      });
    } finally {
      signal.removeEventListener("abort", end);
      if (lease.isLost) await endSession(session as Session);
    }
  });
  // The driver knows only that its connection was lost.
  await copying.catch((error: unknown) => Promise.reject(refused ? refused.error : error));
}

// To compile a query of many columns takes longer than it saves, and a sort of many rows is to need few passes.
const copySettings = "set local jit = off; set local work_mem = '32MB'";
const ownSession = "select pid, backend_start::text from pg_stat_activity where pid = pg_backend_pid()";
type Session = { pid: number; backend_start: string };

/** A server that nobody listens to any more notices it only when it next sends something, so it is told. */
async function endSession({ pid, backend_start }: Session): Promise<void> {
  await opened()
    .pool.use(DEADLINE_MS, (lease) =>
      lease.run(
        "select pg_terminate_backend(pid) from pg_stat_activity where pid = $1 and backend_start = $2::timestamptz",
        [pid, backend_start],
      ),
    )
    .catch(() => undefined);
}

/**
 * Runs one statement that cannot be a part of a transaction, such as VACUUM, for as long as it takes up to `deadlineMs`.
 * @throws DatabaseUnavailable when the connection broke or the time was up.
 */
export function maintain(statement: string, deadlineMs: number): Promise<void> {
  const limits = (ms: number) => Object.entries(timeoutsBelow(ms)).map(([name, limit]) => `set ${name} = ${limit}`);
  return opened().pool.use(deadlineMs, async (lease) => {
    await lease.run(limits(deadlineMs).join("; "));
    try {
      await lease.run(statement);
    } finally {
      await lease.run(limits(DEADLINE_MS).join("; "));
    }
  });
}

/**
 * Calls `onNotify` for each NOTIFY on `channel`, over a connection of its own. When that connection
 * was lost and opened again, calls it once with "": a notification may have been missed.
 * @throws DatabaseUnavailable when the first connection cannot be made.
 */
export async function listen(channel: string, onNotify: (payload: string) => void): Promise<Subscription> {
  const { url, subscriptions } = opened();
  const subscription = await listenOver((notify) => openConnection(url, notify), channel, onNotify);
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
    ...[...current.subscriptions].map((one) => one.close()),
  ]);
}

function opened(): Opened {
  if (kept.meridianDatabase) return kept.meridianDatabase;
  const url = process.env.DATABASE_URL;
  // The driver's own error for a malformed URL would quote it, password and all.
  if (!url || !URL.canParse(url)) throw new Error(`DATABASE_URL is ${url ? "not a URL" : "not set"}.`);
  const size = Number(process.env.DATABASE_POOL_SIZE?.trim() || 10);
  if (!Number.isInteger(size) || size < 1) throw new Error("DATABASE_POOL_SIZE must be a whole number from 1.");
  const pool = new ConnectionPool(() => openConnection(url), size);
  const lookout = new Lookout(pool, () => openConnection(url));
  const copies = new ConnectionPool(() => openConnection(url), COPIES_AT_ONCE);
  return (kept.meridianDatabase = { url, pool, lookout, copies, subscriptions: new Set() });
}

/** One driver client holding one connection, proved by a first statement. */
async function openConnection(url: string, onNotify?: (payload: string) => void): Promise<Connection> {
  let socket: Socket | undefined;
  const client = postgres(url, {
    ...driverOptions,
    onclose: () => connection.fail(new DatabaseUnavailable("The database closed the connection.")),
    onnotify: (_channel: string, payload: string) => onNotify?.(payload),
    // A socket of ours can be destroyed at once, and the client cannot open a second one.
    socket: (options: SocketOptions) => {
      if (socket) throw new Error("A connection is never made twice by the same client.");
      socket = connectSocket(addressOf(options));
      return established(Object.assign(socket, { host: options.host[0] }));
    },
  } as unknown as postgres.Options<Record<string, never>>);
  leaveTimesToTheOrm(client);
  const connection = new Connection(client as unknown as DriverClient, () => socket?.destroy());
  const timer = setTimeout(() => connection.fail(new DatabaseUnavailable("Connecting took too long.")), CONNECT_MS);
  await connection.send("select 1").finally(() => clearTimeout(timer));
  return connection;
}

// Compiling a statement takes longer than any of ours should run.
const driverOptions = {
  max: 1,
  idle_timeout: null,
  max_lifetime: null,
  connect_timeout: CONNECT_MS / 1_000,
  // Nobody awaits the driver's query for array types: its failure would be an uncaught error.
  fetch_types: false,
  onnotice: () => undefined,
  connection: { application_name: "meridian", TimeZone: "UTC", jit: "off", ...timeoutsBelow(DEADLINE_MS) },
};

interface SocketOptions {
  host: string[];
  port: number[];
  path: string | false;
}

function addressOf({ host, port, path }: SocketOptions) {
  return path ? { path } : { host: host[0], port: port[0]!, keepAlive: true, noDelay: true };
}

function established(socket: Socket): Promise<Socket> {
  return new Promise((resolve, reject) => {
    socket.once("connect", () => resolve(socket));
    socket.on("error", reject);
    socket.once("close", () => reject(new Error("The connection was closed while it was being made.")));
  });
}

const TIMES = [1082, 1083, 1114, 1115, 1182, 1184, 1185, 1231];
const JSON_TYPES = [114, 3802];

// The ORM converts these types itself, and expects PostgreSQL's text form.
function leaveTimesToTheOrm({ options }: postgres.Sql): void {
  const asText = (value: unknown) => value;
  const { parsers, serializers } = options as unknown as Record<string, Record<number, typeof asText>>;
  for (const type of TIMES) parsers![type] = asText;
  for (const type of [...TIMES, ...JSON_TYPES]) serializers![type] = asText;
}
