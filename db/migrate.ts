import path from "node:path";
import { fileURLToPath } from "node:url";
import { sql } from "drizzle-orm";
import { readMigrationFiles } from "drizzle-orm/migrator";
import { isDistributed, withPlaces } from "./citus/later";
import { closeDb, isDatabaseUnavailable, transaction, type Tx } from "./client";

const FOLDER = path.join(path.dirname(fileURLToPath(import.meta.url)), "migrations");
// Any number that nothing else in the database locks.
const LOCK = 13_518_494_114;
const DEADLINE_MS = 30 * 60_000;
const REACH_MS = 8_000;

/**
 * Brings a database to the newest schema, and makes it this process's database. All pending migrations apply in one
 * transaction or not at all; of two calls at once, one waits and then finds nothing to do. Foreign keys that they made
 * become references that a statement checks once (docs/developing/decisions/013-references.md). On a cluster, new tables
 * are distributed as they are made, and foreign keys stay (docs/developing/decisions/021-citus.md).
 * @param options.reachMs how long a server may take to come up before this gives up.
 * @param options.folder where the migrations lie.
 * @throws with a sentence for a person: the database cannot be reached, or a migration failed and why.
 */
export async function migrate(url: string, { reachMs = REACH_MS, folder = FOLDER } = {}): Promise<void> {
  if (process.env.DATABASE_URL !== url) await closeDb();
  process.env.DATABASE_URL = url;
  try {
    await transaction((tx) => tx.execute(sql`select 1`), { deadlineMs: reachMs });
    await transaction(
      async (tx) => {
        await tx.execute(sql`select pg_advisory_xact_lock(${LOCK})`);
        await applyMigrations(tx, folder);
        await tx.execute(sql`select integrity.hold_references()`);
      },
      { deadlineMs: DEADLINE_MS },
    );
  } catch (error) {
    throw new Error(explain(error, new URL(url)), { cause: error });
  }
}

const migrations = (folder = FOLDER) => readMigrationFiles({ migrationsFolder: folder });

/** What the ORM's own command calls, once it has read the files. */
type Migrator = {
  dialect: { migrate(all: ReturnType<typeof migrations>, session: unknown, config: object): Promise<void> };
};

async function applyMigrations(tx: Tx, folder: string): Promise<void> {
  const { dialect, session } = tx as unknown as Migrator & { session: unknown };
  let all = migrations(folder);
  if (await isDistributed(tx)) {
    // Of a transaction that makes tables and changes others, the cluster does one thing after the other.
    await tx.execute(sql`set local citus.multi_shard_modify_mode = 'sequential'`);
    all = all.map((one) => ({ ...one, sql: withPlaces(one.sql) }));
  }
  await dialect.migrate(all, session, {});
}

/** Whether the database has had every migration of this version. */
export async function isNewest(tx: Tx): Promise<boolean> {
  const [kept] = await tx.execute<{ table: string | null }>(
    sql`select to_regclass('drizzle.__drizzle_migrations') as table`,
  );
  if (!kept!.table) return false;
  const [last] = await tx.execute<{ at: string }>(sql`select max(created_at) as at from drizzle.__drizzle_migrations`);
  return Number(last!.at) >= Math.max(...migrations().map(({ folderMillis }) => folderMillis));
}

function explain(error: unknown, { host, pathname }: URL): string {
  const place = `the database ${pathname.slice(1)} on ${host}`;
  const reason = reasonOf(error);
  return isDatabaseUnavailable(error)
    ? `Cannot use ${place} that DATABASE_URL names: ${reason}`
    : `The migrations of ${place} failed, and none was applied: ${reason}`;
}

/** The innermost error says what happened; those around it say only that something did. */
export function reasonOf(error: unknown): string {
  let innermost = error;
  while (innermost instanceof Error && innermost.cause) innermost = innermost.cause;
  return innermost instanceof Error ? innermost.message : String(innermost);
}
