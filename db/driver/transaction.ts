import type { Answer, Lease } from "./connection";

export interface TransactionOptions {
  /** All of it, the wait for a connection included, settles within this time. Default 8,000. */
  deadlineMs?: number;
  isolationLevel?: "read committed" | "repeatable read";
  accessMode?: "read only" | "read write";
}

export const DEADLINE_MS = 8_000;

/** Server-side limits just below a deadline, so that the server gives up first and says why. */
export function timeoutsBelow(deadlineMs: number) {
  const timeout = Math.max(1, Math.floor(deadlineMs - Math.min(500, deadlineMs / 10)));
  return {
    statement_timeout: timeout,
    lock_timeout: Math.max(1, timeout - Math.min(500, Math.floor(timeout / 10))),
    idle_in_transaction_session_timeout: timeout,
  };
}

/**
 * What every statement runs under. To compile a statement, or to start more processes for it, takes longer than any of
 * ours should run; the server does both where it expects far more rows than there are.
 */
export const sessionSettings = {
  TimeZone: "UTC",
  jit: "off",
  // As text, because the driver leaves out a setting whose value is the number 0.
  max_parallel_workers_per_gather: "0",
  ...timeoutsBelow(DEADLINE_MS),
} as const;

/**
 * Begin, body, commit on one connection; the body's error is rethrown after a rollback.
 * @param ahead statements that end before the transaction begins and may be asked again, sent with its beginning; the
 * body gets all answers
 */
export async function runTransaction<T>(
  lease: Lease,
  options: TransactionOptions,
  body: (began: Answer) => Promise<T>,
  ahead = "",
): Promise<T> {
  let result: T;
  try {
    result = await body(await lease.begin(ahead + beginning(options, lease.isPooled)));
  } catch (error) {
    await lease.finish("rollback").catch(() => lease.abandon("A transaction could not be rolled back."));
    throw error;
  }
  const end = await lease.finish("commit");
  // PostgreSQL answers the commit of a failed transaction with a rollback and no error.
  if (end.command !== "COMMIT") throw lease.lastError ?? new Error("The transaction was rolled back.");
  return result;
}

/** One statement that is its own transaction. */
export function runAlone(lease: Lease, ...statement: Parameters<Lease["run"]>): Promise<Answer> {
  const run = () => lease.run(...statement);
  return lease.isPooled ? runTransaction(lease, {}, run) : run();
}

/** A transaction within one: its failure undoes its own statements and leaves the outer one usable. */
export async function savepoint<T>(lease: Lease, depth: number, body: () => Promise<T>): Promise<T> {
  const name = `level_${depth}`;
  await lease.run(`savepoint ${name}`);
  try {
    const result = await body();
    await lease.run(`release savepoint ${name}`);
    return result;
  } catch (error) {
    // If this fails too, the outer commit reports it.
    await lease.run(`rollback to savepoint ${name}`).catch(() => undefined);
    throw error;
  }
}

function beginning({ deadlineMs, isolationLevel, accessMode }: TransactionOptions, isPooled: boolean): string {
  const mode = [isolationLevel && `isolation level ${isolationLevel}`, accessMode].filter(Boolean).join(" ");
  const settings = {
    // The session of a pooler has none of ours.
    ...(isPooled && sessionSettings),
    ...(deadlineMs !== undefined && deadlineMs !== DEADLINE_MS && timeoutsBelow(deadlineMs)),
  };
  const set = Object.entries(settings).map(([name, value]) => `set local ${name} = ${value}`);
  return [`begin ${mode}`, ...set].join("; ");
}
