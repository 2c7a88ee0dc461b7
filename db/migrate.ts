import path from "node:path";
import { fileURLToPath } from "node:url";
import { sql } from "drizzle-orm";
import { readMigrationFiles } from "drizzle-orm/migrator";
import { isDistributed, withPlaces } from "./citus/later";
import { closeDb, isDatabaseUnavailable, transaction, type Tx } from "./client";
import { grantToApplications, ownsTables } from "./roles";

const FOLDER = path.join(path.dirname(fileURLToPath(import.meta.url)), "migrations");
// Any number that nothing else in the database locks.
const LOCK = 13_518_494_114;
const DEADLINE_MS = 30 * 60_000;
const REACH_MS = 8_000;

/**
 * Brings a database to the newest schema, and makes it this process's database. All pending migrations apply in one
 * transaction or not at all; of two calls at once, one waits and then finds nothing to do. Foreign keys that they made
 * become references that a statement checks once (docs/developing/decisions/013-references.md). On a cluster, new tables
 * are distributed as they are made, and foreign keys stay (docs/developing/decisions/021-citus.md). A role that does not
 * own the tables changes nothing, and finds the newest schema or fails.
 * @param options.owner the same database in the name of who owns its tables, where the application is another role.
 * @param options.reachMs how long a server may take to come up before this gives up.
 * @param options.folder where the migrations lie.
 * @throws with a sentence for a person: the database cannot be reached, or a migration failed and why.
 */
export async function migrate(
  url: string,
  { owner = url, reachMs = REACH_MS, folder = FOLDER }: { owner?: string; reachMs?: number; folder?: string } = {},
): Promise<void> {
  await bringToNewest(owner, owner === url ? "DATABASE_URL" : "DATABASE_OWNER_URL", reachMs, folder);
  if (owner !== url) await bringToNewest(url, "DATABASE_URL", reachMs, folder);
}

async function bringToNewest(url: string, variable: string, reachMs: number, folder: string): Promise<void> {
  if (process.env.DATABASE_URL !== url) await closeDb();
  process.env.DATABASE_URL = url;
  try {
    await transaction((tx) => tx.execute(sql`select 1`), { deadlineMs: reachMs });
    await transaction((tx) => applyPending(tx, folder), { deadlineMs: DEADLINE_MS });
  } catch (error) {
    throw new Error(explain(error, new URL(url), variable), { cause: error });
  }
}

async function applyPending(tx: Tx, folder: string): Promise<void> {
  await tx.execute(sql`select pg_advisory_xact_lock(${LOCK})`);
  if (!(await ownsTables(tx))) return assertNewest(tx);
  const had = await lastApplied(tx);
  await applyMigrations(tx, folder);
  await tx.execute(sql`select integrity.hold_references()`);
  if (had !== (await lastApplied(tx))) await grantToApplications(tx);
}

async function assertNewest(tx: Tx): Promise<void> {
  const [role] = await tx.execute<{ name: string; uses: boolean }>(
    sql`select current_user as name, has_schema_privilege('drizzle', 'USAGE') as uses`,
  );
  const { name, uses } = role!;
  if (!uses) throw new Error(`the role ${name} may not use its tables. Run npm run database:roles`);
  if (!(await isNewest(tx)))
    throw new Error(
      `there are new ones, and the role ${name} does not own the tables. Set DATABASE_OWNER_URL, and run npm run migrate`,
    );
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
  return (await lastApplied(tx)) >= Math.max(...migrations().map(({ folderMillis }) => folderMillis));
}

/** When the latest migration that the database has had was written; 0 before the first. */
async function lastApplied(tx: Tx): Promise<number> {
  const [kept] = await tx.execute<{ table: string | null }>(
    sql`select to_regclass('drizzle.__drizzle_migrations') as table`,
  );
  if (!kept!.table) return 0;
  const [last] = await tx.execute<{ at: string }>(sql`select max(created_at) as at from drizzle.__drizzle_migrations`);
  return Number(last!.at);
}

function explain(error: unknown, { host, pathname }: URL, variable: string): string {
  const place = `the database ${pathname.slice(1)} on ${host}`;
  const reason = reasonOf(error);
  return isDatabaseUnavailable(error)
    ? `Cannot use ${place} that ${variable} names: ${reason}`
    : `The migrations of ${place} failed, and none was applied: ${reason}`;
}

/** The innermost error says what happened; those around it say only that something did. */
export function reasonOf(error: unknown): string {
  let innermost = error;
  while (innermost instanceof Error && innermost.cause) innermost = innermost.cause;
  return innermost instanceof Error ? innermost.message : String(innermost);
}
