import type { Lease } from "./connection";

export interface TransactionOptions {
  /** All of it, the wait for a connection included, settles within this time. Default 8,000. */
  deadlineMs?: number;
  isolationLevel?: "read committed" | "repeatable read";
  accessMode?: "read only" | "read write";
}

export const DEADLINE_MS = 8_000;

/** Server-side limits just below a deadline, so that the server gives up first and says why. */
export function timeoutsBelow(deadlineMs: number): Record<string, number> {
  const timeout = Math.max(1, Math.floor(deadlineMs - Math.min(500, deadlineMs / 10)));
  return {
    statement_timeout: timeout,
    lock_timeout: Math.max(1, timeout - Math.min(500, Math.floor(timeout / 10))),
    idle_in_transaction_session_timeout: timeout,
  };
}

/** Begin, body, commit on one connection; the body's error is rethrown after a rollback. */
export async function runTransaction<T>(lease: Lease, options: TransactionOptions, body: () => Promise<T>): Promise<T> {
  let result: T;
  try {
    await lease.run(beginning(options));
    result = await body();
  } catch (error) {
    await lease.finish("rollback").catch(() => lease.abandon("A transaction could not be rolled back."));
    throw error;
  }
  const end = await lease.finish("commit");
  // PostgreSQL answers the commit of a failed transaction with a rollback and no error.
  if (end.command !== "COMMIT") throw lease.lastError ?? new Error("The transaction was rolled back.");
  return result;
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

function beginning({ deadlineMs = DEADLINE_MS, isolationLevel, accessMode }: TransactionOptions): string {
  const mode = [isolationLevel && `isolation level ${isolationLevel}`, accessMode].filter(Boolean).join(" ");
  const limits = deadlineMs === DEADLINE_MS ? [] : Object.entries(timeoutsBelow(deadlineMs));
  return [`begin ${mode}`, ...limits.map(([name, ms]) => `set local ${name} = ${ms}`)].join("; ");
}
