import { and, eq, getTableColumns, sql, type SQL } from "drizzle-orm";
import type { PgTable } from "drizzle-orm/pg-core";
import { db, transaction, type Tx } from "@/db/client";
import { insertInto, rowsOf, type InsertValues } from "@/db/insert-into";
import { batches } from "@/db/schema/batches";
import { emails } from "@/db/schema/emails";
import { events } from "@/db/schema/events";
import { ingestErrors } from "@/db/schema/ingest_errors";
import { organizations } from "@/db/schema/organizations";
import { payoutAttempts } from "@/db/schema/payout_attempts";
import { payouts } from "@/db/schema/payouts";
import { refusedRows } from "@/db/schema/refused_rows";
import { sandboxPayments } from "@/db/schema/sandbox_payments";
import { users } from "@/db/schema/users";
import { env } from "@/lib/env";
import { databaseNow } from "@/lib/time";
import { Calendar, DAY_MS } from "./calendar";
import { fileContents, type Contents, type Setting } from "./contents";
import { expiringContents } from "./expiring";
import { HISTORY_DAYS, planBatches } from "./plan";
import type { Profile } from "./profiles";
import { Random } from "./random";
import type { World } from "./scene";
import { hire } from "./staff";

/** The organization is older than its first file. */
const AGE_MS = (HISTORY_DAYS + 20) * DAY_MS;
const CHUNK_DEADLINE_MS = 120_000;
/** One file is prepared while the one before it is being written. */
const FILES_AT_ONCE = 2;
/**
 * From this size on, a part of the time would go into checking references that the smaller organizations have proved
 * sound.
 */
const BULK_PAYOUTS = 50_000;

type Outcome = "created" | "is already there" | "was made with another seed number";

/**
 * Makes an organization and everything in it, a file at a time. Whatever was made before stays as it is: a run that was
 * cut off is finished by the next one, as of the time the first one began.
 */
export async function seedOrganization(profile: Profile, seed: number): Promise<{ outcome: Outcome; payouts: number }> {
  const seedKey = `${seed}/${profile.slug}`;
  const found = await findOrMake(profile, seedKey);
  if (!found) return { outcome: "was made with another seed number", payouts: 0 };
  const { id: organizationId, createdAt } = found;
  if (await isFinished(organizationId)) return { outcome: "is already there", payouts: 0 };
  const now = createdAt.getTime() + AGE_MS;
  const calendar = new Calendar(profile.timeZone, now);
  const staff = await hire({ seedKey, organizationId, calendar, now, since: createdAt.getTime() }, profile.staff);
  await transaction((tx) =>
    insertAll(
      tx,
      users,
      staff.map(({ user }) => user),
    ),
  );
  const admins = staff.filter(({ user }) => user.role === "admin").map(({ user }) => user.id);
  const world: World = { organizationId, linkKey: env().LINK_KEY, admins };
  const written = await writeFiles(
    allContents(profile, seedKey, { profile, world, calendar, now }),
    await sessionSettings(profile),
  );
  // Last, because it says that everything is there.
  await transaction((tx) =>
    insertAll(
      tx,
      events,
      staff.flatMap((member) => member.events),
    ),
  );
  // So that the planner knows the new sizes at once.
  await db.execute(sql`analyze ${payouts}, ${events}, ${emails}, ${batches}, ${ingestErrors}`);
  return { outcome: "created", payouts: written };
}

async function findOrMake(profile: Profile, seedKey: string) {
  const id = new Random(`${seedKey}/organization`).id(Date.UTC(2025, 0, 1));
  const { slug, name, timeZone, supportEmail } = profile;
  const now = await databaseNow(db);
  await db
    .insert(organizations)
    .values({ id, slug, name, timeZone, supportEmail, createdAt: new Date(now.getTime() - AGE_MS) })
    .onConflictDoNothing();
  const [row] = await db
    .select()
    .from(organizations)
    .where(and(eq(organizations.slug, slug), eq(organizations.id, id)));
  return row;
}

async function isFinished(organizationId: string): Promise<boolean> {
  const rows = await db
    .select({ id: events.id })
    .from(events)
    .where(and(eq(events.organizationId, organizationId), eq(events.name, "user.created")))
    .limit(1);
  return rows.length > 0;
}

function* allContents(profile: Profile, seedKey: string, base: Omit<Setting, "random">): Generator<Contents> {
  const files = planBatches(profile, seedKey, base.calendar, base.now).map((planned) => ({
    ...planned,
    label: String(planned.index + 1).padStart(4, "0"),
  }));
  // All of the oldest file was accepted: later rows that name its references again are refused for it.
  const earlier = files.at(-1)!;
  for (const file of files)
    yield fileContents({ ...base, random: new Random(`${seedKey}/file/${file.index}`) }, { ...file, earlier });
  if (profile.expiringSoon) yield expiringContents({ ...base, random: new Random(`${seedKey}/expiring`) });
}

/** What the transactions of a large organization run under. */
async function sessionSettings({ payouts: wanted }: Profile): Promise<SQL | undefined> {
  const [row] = await db.execute<{ allowed: boolean }>(
    sql`select has_parameter_privilege('session_replication_role', 'set') as allowed`,
  );
  return wanted >= BULK_PAYOUTS && row?.allowed ? sql`set local session_replication_role = replica` : undefined;
}

async function writeFiles(contents: Iterable<Contents>, settings: SQL | undefined): Promise<number> {
  const writing = new Set<Promise<unknown>>();
  let written = 0;
  for (const one of contents) {
    const work = writeFile(one, settings).finally(() => writing.delete(work));
    writing.add(work);
    written += one.payouts.length;
    if (writing.size >= FILES_AT_ONCE) await Promise.race(writing);
  }
  await Promise.all(writing);
  return written;
}

function writeFile(contents: Contents, settings: SQL | undefined): Promise<void> {
  return transaction(
    async (tx) => {
      if (settings) await tx.execute(settings);
      await insertAll(tx, batches, [contents.batch]);
      await insertAll(tx, payouts, contents.payouts);
      await insertAll(tx, events, contents.events);
      await insertAll(tx, emails, contents.emails);
      await insertAll(tx, payoutAttempts, contents.attempts);
      await insertAll(tx, sandboxPayments, contents.sandboxPayments);
      await insertAll(tx, refusedRows, contents.refusedRows);
      await insertAll(tx, ingestErrors, contents.ingestErrors);
    },
    { deadlineMs: CHUNK_DEADLINE_MS },
  );
}

const rowsPerStatement = 5_000;

/**
 * Inserts many rows of one table quickly. Rows that are there already stay as they are. A column with a default is
 * named by every row, or by none.
 */
async function insertAll<Table extends PgTable>(tx: Tx, table: Table, rows: Table["$inferInsert"][]): Promise<void> {
  const [first] = rows;
  if (!first) return;
  const columns = Object.entries(getTableColumns(table)).filter(
    ([name, { hasDefault }]) => name in first || !hasDefault,
  );
  const names = columns.map(([name]) => name as keyof typeof first & string);
  const values = Object.fromEntries(names.map((name) => [name, sql`${sql.identifier(name)}`])) as InsertValues<Table>;
  // JSON has no bigint, and its numbers would round one.
  const bigints = columns.flatMap(([name, { dataType }]) =>
    dataType === "bigint" ? [name as keyof typeof first] : [],
  );
  const withText = (row: typeof first) => ({
    ...row,
    ...Object.fromEntries(bigints.map((name) => [name, `${row[name]}`])),
  });
  for (let start = 0; start < rows.length; start += rowsPerStatement) {
    const given = rowsOf(table, rows.slice(start, start + rowsPerStatement).map(withText), names);
    await tx.execute(sql`${insertInto(table, values, given)} on conflict do nothing`);
  }
}
