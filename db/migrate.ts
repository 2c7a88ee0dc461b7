import path from "node:path";
import { fileURLToPath } from "node:url";
import { sql } from "drizzle-orm";
import { migrate as applyMigrations } from "drizzle-orm/postgres-js/migrator";
import { closeDb, isDatabaseUnavailable, transaction, type Db } from "./client";

const FOLDER = path.join(path.dirname(fileURLToPath(import.meta.url)), "migrations");
// Any number that nothing else in the database locks.
const LOCK = 13_518_494_114;
const DEADLINE_MS = 30 * 60_000;
const REACH_MS = 8_000;

/**
 * Brings a database to the newest schema, and makes it this process's database. All pending migrations apply in one
 * transaction or not at all; of two calls at once, one waits and then finds nothing to do. Foreign keys that they made
 * become references that a statement checks once (docs/developing/decisions/013-references.md).
 * @param options.reachMs how long a server may take to come up before this gives up.
 * @throws with a sentence for a person: the database cannot be reached, or a migration failed and why.
 */
export async function migrate(url: string, { reachMs = REACH_MS } = {}): Promise<void> {
  if (process.env.DATABASE_URL !== url) await closeDb();
  process.env.DATABASE_URL = url;
  try {
    await transaction((tx) => tx.execute(sql`select 1`), { deadlineMs: reachMs });
    await transaction(
      async (tx) => {
        await tx.execute(sql`select pg_advisory_xact_lock(${LOCK})`);
        await applyMigrations(tx as unknown as Db, { migrationsFolder: FOLDER });
        await tx.execute(sql`select integrity.hold_references()`);
      },
      { deadlineMs: DEADLINE_MS },
    );
  } catch (error) {
    throw new Error(explain(error, new URL(url)), { cause: error });
  }
}

function explain(error: unknown, { host, pathname }: URL): string {
  const place = `the database ${pathname.slice(1)} on ${host}`;
  const reason = reasonOf(error);
  return isDatabaseUnavailable(error)
    ? `Cannot use ${place} that DATABASE_URL names: ${reason}`
    : `The migrations of ${place} failed, and none was applied: ${reason}`;
}

/** The innermost error says what happened; those around it say only that something did. */
function reasonOf(error: unknown): string {
  let innermost = error;
  while (innermost instanceof Error && innermost.cause) innermost = innermost.cause;
  return innermost instanceof Error ? innermost.message : String(innermost);
}
