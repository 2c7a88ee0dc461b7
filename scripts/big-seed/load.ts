import { sql } from "drizzle-orm";
import { db, maintain, transaction, type Tx } from "@/db/client";
import { foldPayoutCounts } from "@/lib/payouts/counts/fold";
import { countedOrganizations, rebuildPayoutCounts } from "@/lib/payouts/counts/rebuild";
import { databaseNow } from "@/lib/time";
import { hashPassword } from "@/lib/web/sign-in/password";
import { demoSlugs } from "@/scripts/demo-data/profiles";
import { isBigSlug, planBatches, planOrganizations, type PlannedOrganization, type Size } from "./plan";
import { makeIdFunction } from "./ids";
import { writeChunk } from "./rows";
import { loadedTables, restore, setAside } from "./set-aside";

const HOUR_MS = 3_600_000;
const WRITERS = 2;
const PASSWORD = "big-admin-2026";

/** Who can sign in to the two larger organizations. */
export const bigSignIns = planOrganizations({ payouts: 10, hard: false })
  .filter(({ kind }) => kind !== "small")
  .map(({ slug, name }) => ({ role: "admin", email: emailOf(slug), password: PASSWORD, organization: name }));

type Load = Size & { now: Date; finished: boolean };

/**
 * Fills the database with so many payouts that it is large: quickly, because the rows are made by the server, and the
 * tables have neither indexes nor foreign keys until all are there. A run cut short is finished by the next one.
 * @throws where the database holds anything but the demo and what was made here
 */
export async function seedBig(size: Size, say: (sentence: string) => void): Promise<void> {
  await refuseStrangers();
  const load = (await findLoad()) ?? (await begin(size));
  const asked = load.payouts === size.payouts && load.hard === size.hard;
  if (!load.finished) await finish(load, say);
  if (!asked) throw new Error(`The database holds ${inWords(load)}. Use another database for ${inWords(size)}.`);
  if (load.finished) say(`${inWords(load)} are already there; nothing was created.`);
}

const inWords = ({ payouts, hard }: Size) =>
  `${payouts.toLocaleString("en-US")} payouts${hard ? " of the hard case" : ""}`;

async function refuseStrangers(): Promise<void> {
  const rows = await db.execute<{ slug: string }>(sql`select slug from organizations`);
  const stranger = rows.find(({ slug }) => !isBigSlug(slug) && !demoSlugs.includes(slug));
  if (stranger)
    throw new Error(
      `The database holds the organization "${stranger.slug}", so it is not filled: for a while its tables would have neither indexes nor foreign keys. Use a database of its own.`,
    );
}

async function findLoad(): Promise<Load | undefined> {
  const [{ there } = { there: false }] = await db.execute<{ there: boolean }>(
    sql`select to_regclass('big_seed.load') is not null as there`,
  );
  if (!there) return undefined;
  const [row] = await db.execute<{ payouts: number; hard: boolean; now: string; finished: boolean }>(
    sql`select payouts, hard, now, finished from big_seed.load`,
  );
  return row && { ...row, now: new Date(row.now) };
}

/** Everything or nothing: the organizations, the plan, and the tables without their indexes. */
async function begin(size: Size): Promise<Load> {
  const now = await databaseNow(db);
  const organizations = planOrganizations(size);
  const batches = planBatches(size, organizations, now.getTime());
  const passwordHash = await hashPassword(PASSWORD);
  await transaction(
    async (tx) => {
      await tx.execute(sql`create schema big_seed`);
      await tx.execute(makeIdFunction);
      await tx.execute(sql`create table big_seed.load as
        select ${size.payouts}::int as payouts, ${size.hard}::boolean as hard, ${now.toISOString()}::timestamptz as now, false as finished`);
      await tx.execute(sql`create table big_seed.plan as
        select chunk, "organizationId" as organization_id, "userId" as user_id, id as batch_id, first, last, accepted, refused,
          "createdAt" as received_at, "processedAt" as processed_at, "lifetimeDays" as lifetime_days, replaces, "fileName" as file_name
        from jsonb_to_recordset(${JSON.stringify(batches)}::text::jsonb) as given (chunk int, "organizationId" uuid, "userId" uuid, id uuid,
          first bigint, last bigint, accepted int, refused int, "createdAt" timestamptz, "processedAt" timestamptz, "lifetimeDays" int,
          replaces boolean, "fileName" text)`);
      await makeOrganizations(tx, organizations, passwordHash);
      await setAside(tx);
    },
    { deadlineMs: HOUR_MS },
  );
  return { ...size, now, finished: false };
}

async function makeOrganizations(tx: Tx, organizations: PlannedOrganization[], passwordHash: string): Promise<void> {
  const rows = organizations.map(({ id, slug, name, adminId, kind }) => ({
    id,
    slug,
    name,
    admin_id: adminId,
    email: emailOf(slug),
    hash: kind === "small" ? "no password yet" : passwordHash,
  }));
  const given = sql`jsonb_to_recordset(${JSON.stringify(rows)}::text::jsonb) as given (id uuid, slug text, name text, admin_id uuid, email text, hash text)`;
  // Without reminders, which a worker would send by the thousand.
  await tx.execute(sql`insert into organizations (id, slug, name, time_zone, support_email, reminder_days, created_at)
    select id, slug, name, 'America/New_York', email, '{}', now() - interval '3 years' from ${given}`);
  await tx.execute(sql`insert into users (organization_id, id, email, name, role, password_hash, created_at)
    select id, admin_id, email, 'Dana Whitfield', 'admin', hash, now() - interval '3 years' from ${given}`);
}

function emailOf(slug: string): string {
  return `admin@${slug}.example`;
}

async function finish(load: Load, say: (sentence: string) => void): Promise<void> {
  const startedAt = performance.now();
  const since = () => `${Math.round((performance.now() - startedAt) / 1_000)} s`;
  const made = await writeAll(load);
  say(`${made.toLocaleString("en-US")} payouts with their events and emails: ${since()}.`);
  await layEventsInOrder();
  say(`Events in the order of time: ${since()}.`);
  await restore(["keys", "indexes"]);
  say(`Indexes: ${since()}.`);
  // Before the foreign keys are checked, so that the server plans those checks for what is there.
  await maintain(
    `vacuum (analyze) ${[...loadedTables, "batches", "refused_rows", "organizations", "users"].join(", ")}`,
    HOUR_MS,
  );
  say(`Statistics: ${since()}.`);
  await restore(["foreign keys", "triggers"]);
  await noteErrorMinutes();
  await countAnew(since, say);
  await transaction(async (tx) => {
    await tx.execute(sql`update big_seed.load set finished = true`);
    await tx.execute(sql`drop table big_seed.plan, big_seed.set_aside`);
    await tx.execute(sql`drop function big_seed.id_at`);
  });
  say(`Foreign keys: ${since()}. ${inWords(load)} are there.`);
}

/**
 * Lays the events in the order of time, as they come in life. A chunk has its payouts' events of many weeks, so without
 * this a log that is read by time would go to and fro through the whole table. Done before the events have their key.
 */
async function layEventsInOrder(): Promise<void> {
  await transaction(
    async (tx) => {
      const [key] = await tx.execute(
        sql`select 1 from pg_constraint where conrelid = 'events'::regclass and contype = 'p'`,
      );
      if (key) return;
      await tx.execute(sql`set local maintenance_work_mem = '1GB'`);
      await tx.execute(sql`create index events_in_time on events (id)`);
      await tx.execute(sql`cluster events using events_in_time`);
      await tx.execute(sql`drop index events_in_time`);
    },
    { deadlineMs: HOUR_MS },
  );
}

/** The errors came while the trigger that notes their latest minute at the batch was off. */
async function noteErrorMinutes(): Promise<void> {
  for (const { id } of await countedOrganizations())
    await transaction(
      (tx) =>
        tx.execute(sql`
          update batches set last_error_minute = latest.minute from (
            select batch_id, date_trunc('minute', max(occurred_at), 'UTC') as minute from ingest_errors where organization_id = ${id} group by 1) as latest
          where batches.organization_id = ${id} and batches.id = latest.batch_id`),
      { deadlineMs: HOUR_MS },
    );
}

/** The payouts came while the trigger that counts them was off. */
async function countAnew(since: () => string, say: (sentence: string) => void): Promise<void> {
  for (const { id } of await countedOrganizations()) await rebuildPayoutCounts(id);
  while ((await foldPayoutCounts(50_000)) > 0);
  await maintain(
    "vacuum (analyze) payout_counts, batch_payout_counts, batch_totals, payout_totals, payout_deltas",
    HOUR_MS,
  );
  say(`Counts: ${since()}.`);
}

/** Two connections at once, each a chunk at a time. */
async function writeAll({ now }: Load): Promise<number> {
  const rows = await db.execute<{ chunk: number }>(sql`select distinct chunk from big_seed.plan order by chunk`);
  const chunks = rows.map(({ chunk }) => chunk);
  let made = 0;
  const write = async () => {
    for (let chunk = chunks.shift(); chunk !== undefined; chunk = chunks.shift()) {
      const next = chunk;
      const written = await transaction((tx) => writeOne(tx, next, now), { deadlineMs: HOUR_MS });
      made += written;
    }
  };
  await Promise.all(Array.from({ length: WRITERS }, write));
  return made;
}

async function writeOne(tx: Tx, chunk: number, now: Date): Promise<number> {
  await tx.execute(sql`set local synchronous_commit = off`);
  await tx.execute(sql`set local work_mem = '256MB'`);
  return writeChunk(tx, chunk, now);
}
