import { sql, type SQL } from "drizzle-orm";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { closeDb, db, maintain } from "@/db/client";
import type { Cluster } from "@/db/embedded/cluster";
import { migrate } from "@/db/migrate";
import { demoSignIns } from "@/scripts/demo-data/seed";
import { bigSignIns, seedBig } from "@/scripts/big-seed/load";
import { createOrganization } from "@/tests/support/factories";
import { startThrowAwayCluster } from "@/tests/support/cluster";
import "@/tests/support/own-environment";

// A server of its own, and a database for each test: what a large database leaves in the statistics would change the
// plans of other tests.
let cluster: Cluster;
let copies = 0;
beforeAll(async () => {
  cluster = await startThrowAwayCluster();
  await migrate(cluster.url);
});
beforeEach(async () => {
  const name = `copy_${++copies}`;
  process.env.DATABASE_URL = cluster.url.replace(/[^/]+$/, "postgres");
  await closeDb();
  await maintain(`create database ${name} template ${new URL(cluster.url).pathname.slice(1)}`, 60_000);
  process.env.DATABASE_URL = cluster.url.replace(/[^/]+$/, name);
  await closeDb();
});
afterAll(async () => {
  await closeDb();
  await cluster.stop();
});

const silent = () => {};
const size = { payouts: 1_000, hard: false, small: 20 };
const count = async (query: SQL) =>
  Number((await db.execute<{ count: string }>(sql`select count(*) from (${query}) as q`))[0]?.count);

/** Every index, constraint and trigger, as the catalog says it. */
async function catalog(): Promise<string[]> {
  const rows = await db.execute<{ line: string }>(sql`
    select pg_get_indexdef(indexrelid) as line from pg_index join pg_class on oid = indrelid where relnamespace = 'public'::regnamespace
    union all select conrelid::regclass || ' ' || conname || ' ' || pg_get_constraintdef(oid) || convalidated::text from pg_constraint where connamespace = 'public'::regnamespace
    union all select tgname || tgenabled::text from pg_trigger where not tgisinternal
    order by line`);
  return rows.map(({ line }) => line);
}

test("a large database is complete and consistent, its schema is as before, and no second run adds to it", async () => {
  const before = await catalog();
  await seedBig(size, silent);
  expect(await catalog()).toEqual(before);
  const shares = await db.execute<{ payouts: number }>(
    sql`select count(*)::int as payouts from payouts group by organization_id order by 1 desc limit 2`,
  );
  expect(shares).toEqual([{ payouts: 500 }, { payouts: 100 }]);
  expect(await count(sql`select 1 from payouts`)).toBe(1_000);
  expect(await count(sql`select distinct status from payouts`)).toBe(7);
  await isConsistent();
  // As those of an uploaded batch, so that lists and searches meet rows where they would in life.
  expect(
    await count(
      sql`select 1 from (select id, lag(id) over (partition by batch_id order by line) as before from payouts where reissue_of is null) as rows where id < before`,
    ),
  ).toBe(0);
  const said: string[] = [];
  await seedBig(size, (sentence) => said.push(sentence));
  expect(said).toEqual(["1,000 payouts are already there; nothing was created."]);
  await expect(seedBig({ ...size, payouts: 2_000 }, silent)).rejects.toThrow("holds 1,000 payouts");
  expect(await count(sql`select 1 from payouts`)).toBe(1_000);
});

test("in the hard case each payout of the large organization changed in the last 30 days", async () => {
  await seedBig({ payouts: 200, hard: true, small: 20 }, silent);
  expect(
    await count(sql`select 1 from payouts join organizations o on o.id = organization_id
      where o.slug = 'large' and status_changed_at > now() - interval '30 days'`),
  ).toBe(100);
  await isConsistent();
});

test("a run cut short leaves nothing to repair by hand: the next one finishes it and restores every index", async () => {
  const before = await catalog();
  const died = new Error("killed");
  await expect(
    seedBig(size, () => {
      throw died;
    }),
  ).rejects.toBe(died);
  expect(await catalog()).not.toEqual(before);
  await seedBig(size, silent);
  expect(await catalog()).toEqual(before);
  expect(await count(sql`select 1 from payouts`)).toBe(1_000);
});

test("a database with an organization of somebody else is left alone", async () => {
  await createOrganization();
  const before = await catalog();
  await expect(seedBig(size, silent)).rejects.toThrow("Use a database of its own");
  expect(await catalog()).toEqual(before);
});

test("its sign-ins are not those of the demo", () => {
  const emails = new Set(demoSignIns.map(({ email }) => email));
  expect(bigSignIns.filter(({ email }) => emails.has(email))).toEqual([]);
  expect(bigSignIns).toHaveLength(2);
});

/** What the product's own writes hold: events, emails, batches and replacements agree with the payouts. */
async function isConsistent(): Promise<void> {
  expect(
    await count(sql`select 1 from payouts p cross join lateral (select to_status, occurred_at from events e where e.organization_id = p.organization_id and e.payout_id = p.id and to_status is not null order by occurred_at desc, id desc limit 1) as last
      where last.to_status <> p.status or last.occurred_at <> p.status_changed_at`),
  ).toBe(0);
  expect(
    await count(sql`select 1 from batches b where accepted_count <> (select count(p.line) from payouts p where p.organization_id = b.organization_id and p.batch_id = b.id)
      or refused_count <> (select count(*) from refused_rows r where r.organization_id = b.organization_id and r.batch_id = b.id)`),
  ).toBe(0);
  expect(
    await count(
      sql`select 1 from payouts p where (archived_at is not null) <> exists (select from payouts n where n.organization_id = p.organization_id and n.reissue_of = p.id and n.created_at = p.archived_at)`,
    ),
  ).toBe(0);
  expect(
    await count(sql`select 1 from payouts p full join (select * from ingest_errors where payout_id is not null) e
      on e.organization_id = p.organization_id and e.payout_id = p.id where p.failure_code is distinct from e.code`),
  ).toBe(0);
  expect(await count(sql`select 1 from payouts where status = 'pending' and expires_at <= now()`)).toBe(0);
  expect(
    await count(sql`select 1 from payouts p full join payout_search s on s.organization_id = p.organization_id and s.payout_id = p.id
      where s.text is distinct from payout_search_text(p.recipient_name, p.recipient_email, p.reference)`),
  ).toBe(0);
  expect(await count(sql`select 1 from payout_search_queue`)).toBe(0);
  expect(
    await count(sql`select 1 from batches b where last_error_minute is distinct from (
      select date_trunc('minute', max(occurred_at), 'UTC') from ingest_errors e where e.organization_id = b.organization_id and e.batch_id = b.id)`),
  ).toBe(0);
  expect(await count(sql`select 1 from events where occurred_at > now() + interval '1 minute'`)).toBe(0);
  const ids = sql`select id from payouts union all select id from events union all select id from emails`;
  expect(await count(sql`select 1 from (${ids}) as ids where id::text !~ '^.{14}7.{4}8'`)).toBe(0);
  const time = sql`to_timestamp(('x' || substr(replace(id::text, '-', ''), 1, 12))::bit(48)::bigint / 1000.0)`;
  expect(await count(sql`select 1 from payouts where abs(extract(epoch from ${time} - created_at)) > 0.001`)).toBe(0);
}
