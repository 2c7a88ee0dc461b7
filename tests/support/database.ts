import { sql } from "drizzle-orm";
import { afterAll, beforeAll, beforeEach, inject } from "vitest";
import { closeDb, db, transaction } from "@/db/client";

/**
 * Call once at the top of an integration test file: `db` then uses this worker's own database, which is empty before
 * each test.
 * @returns its URL, for programs that the test starts
 */
export function useDatabase(): string {
  const url = useOwnDatabase();
  beforeEach(emptyDatabase);
  return url;
}

/**
 * In place of useDatabase, where many rows are read by every test of a file: `fill` runs once, before the first test,
 * and nothing is emptied after it. A test that writes undoes it, or stands last.
 */
export function useFilledDatabase(fill: () => Promise<void>): void {
  useOwnDatabase();
  beforeAll(async () => {
    await emptyDatabase();
    await fill();
  });
}

function useOwnDatabase(): string {
  const url = inject("databaseUrl").replace("{worker}", process.env.VITEST_POOL_ID ?? "1");
  process.env.DATABASE_URL = url;
  beforeAll(endLeftovers);
  afterAll(closeDb);
  return url;
}

/**
 * Ends what the test file before left in this database, such as a statement whose caller has given up: it would hold
 * locks, and keep blocks from being marked as seen by all.
 */
async function endLeftovers(): Promise<void> {
  await db.execute(sql`
    select pg_terminate_backend(pid) from pg_stat_activity
    where datname = current_database() and backend_type = 'client backend' and pid <> pg_backend_pid()`);
}

let statements: string | undefined;

/** Deletes every row of every table: much faster than TRUNCATE on small tables. */
export async function emptyDatabase(): Promise<void> {
  statements ??= await deletions();
  const all = statements;
  // As a replica, the server runs neither foreign keys nor the triggers that keep events from being deleted.
  await transaction((tx) => tx.execute(sql.raw(`set local session_replication_role = replica; ${all}`)));
}

async function deletions(): Promise<string> {
  const tables = await db.execute<{ name: string }>(
    sql`select format('%I.%I', schemaname, tablename) as name from pg_tables where schemaname in ('public', 'archive')`,
  );
  return tables.map(({ name }) => `delete from ${name}`).join("; ");
}

/** The file for Node that runs one of the programs of programs.ts. */
export const programFile = (program: "import" | "worker"): string => `${inject("programs")}/${program}.mjs`;
