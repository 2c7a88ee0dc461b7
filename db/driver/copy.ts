import type { SQL } from "drizzle-orm";
import { PgDialect } from "drizzle-orm/pg-core";
import type { Lease, Take } from "./connection";
import type { ConnectionPool } from "./pool";
import { encodeParameter } from "./session";
import { DEADLINE_MS, runAlone } from "./transaction";

/** Writes values into the text of a statement, where the ORM would write $1, $2 and so on. */
class LiteralDialect extends PgDialect {
  override escapeParam = (_index: number, value?: unknown): string => literal(encodeParameter(value));
}

const dialect = new LiteralDialect();

/**
 * The statement that sends what `query` answers in the binary format of COPY. COPY takes no parameters, so they stand in
 * it as literals of no type, which the server reads as it reads parameters.
 */
const copyStatement = (query: SQL): string => `copy (${dialect.sqlToQuery(query).sql}) to stdout (format binary)`;

/**
 * Hands what `query` answers to `take`, over a connection that has begun a transaction.
 * @param options.signal ends it, on the server too
 * @param options.others connections to the same server
 */
export async function copyOver(
  lease: Lease,
  query: SQL,
  take: Take,
  { signal, others }: { signal: AbortSignal; others: ConnectionPool },
): Promise<void> {
  const [session] = await lease.run(ownSession);
  const end = () => lease.abandon("Nobody waits for the copy any more.");
  signal.addEventListener("abort", end);
  try {
    if (signal.aborted) return end();
    await lease.run(copySettings);
    await lease.copy(copyStatement(query), take);
  } finally {
    signal.removeEventListener("abort", end);
    if (lease.isLost) await endSession(others, session as Session);
  }
}

// To compile a query of many columns takes longer than it saves, and a sort of many rows is to need few passes.
const copySettings = "set local jit = off; set local work_mem = '32MB'";
const ownSession = "select pid, backend_start::text from pg_stat_activity where pid = pg_backend_pid()";
type Session = { pid: number; backend_start: string };

/** A server that nobody listens to any more notices it only when it next sends something, so it is told. */
async function endSession(pool: ConnectionPool, { pid, backend_start }: Session): Promise<void> {
  await pool
    .use(DEADLINE_MS, (lease) =>
      runAlone(
        lease,
        "select pg_terminate_backend(pid) from pg_stat_activity where pid = $1 and backend_start = $2::timestamptz",
        [pid, backend_start],
      ),
    )
    .catch(() => undefined);
}

/** As an escape string, so that it means the same whatever `standard_conforming_strings` says. */
function literal(value: unknown): string {
  if (value === null) return "null";
  return ` E'${String(value).replaceAll("\\", "\\\\").replaceAll("'", "\\'")}'`;
}
