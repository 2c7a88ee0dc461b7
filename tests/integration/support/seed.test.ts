import { sql } from "drizzle-orm";
import { describe, expect, test } from "vitest";
import { db } from "@/db/client";
import { demoSignIns, seedDemo } from "@/scripts/demo-data/seed";
import { seedOrganization } from "@/scripts/demo-data/organization";
import { demoProfiles, type Profile } from "@/scripts/demo-data/profiles";
import { verifyPassword } from "@/lib/web/sign-in/password";
import { transitionTable } from "@/lib/payouts/transitions";
import { useDatabase } from "@/tests/support/database";

useDatabase();

const count = async (query: ReturnType<typeof sql>) =>
  Number((await db.execute<{ count: string }>(sql`select count(*) from (${query}) as q`))[0]?.count);
const demo = sql`(select id from organizations where slug = 'harbor-mutual')`;

/** An organization of a few payouts, beside the demo. */
const ofPayouts = (payouts: number): Profile => ({
  ...demoProfiles[0]!,
  slug: `of-${payouts}`,
  payouts,
  batches: Math.min(60, Math.ceil(payouts / 10)),
  staff: [{ name: "Dana Whitfield", email: `admin@of-${payouts}.example`, role: "admin", password: "of-admin-2026" }],
  expiringSoon: payouts >= 100,
});

/** A hash of every row of every table, without what is drawn by chance or in the order of writing. */
async function fingerprint(): Promise<string> {
  const [row] = await db.execute<{ hash: string }>(sql`
    select md5(string_agg(hash, '' order by hash)) as hash from (
      select md5(p::text) as hash from payouts p union all select md5((to_jsonb(e) - array['sequence', 'salt', 'content_hash'])::text) from events e union all select md5(m::text) from emails m
      union all select md5(b::text) from batches b union all select md5(r::text) from refused_rows r union all select md5(i::text) from ingest_errors i) as rows`);
  return row!.hash;
}

test("an organization created with one seed number is not changed by a run with another", async () => {
  const first = await seedOrganization(ofPayouts(20), 1);
  const before = await fingerprint();
  expect(first.outcome).toBe("created");
  expect((await seedOrganization(ofPayouts(20), 2)).outcome).toBe("was made with another seed number");
  expect(await fingerprint()).toBe(before);
});

describe("the demo", () => {
  test("is complete and consistent, and creating it again changes nothing", { timeout: 120_000 }, async () => {
    await seedDemo();
    const before = await fingerprint();
    await seedDemo();
    expect(await fingerprint()).toBe(before);
    await looksAlive();
    await timelinesReplay();
    await signInsWork();
  });

  test("completed after an interrupted run equals the result of one whole run", { timeout: 120_000 }, async () => {
    await seedOrganization(ofPayouts(300), 1);
    const before = await fingerprint();
    // As if the process had been killed before its last steps.
    await db.execute(sql`
      do $$ begin
        set local session_replication_role = replica;
        delete from events where name like 'user.%';
        delete from emails where kind = 'payout_resent';
        delete from payouts where line = 3;
      end $$`);
    await seedOrganization(ofPayouts(300), 1);
    expect(await fingerprint()).toBe(before);
  });
});

async function looksAlive(): Promise<void> {
  const total = await count(sql`select 1 from payouts where organization_id = ${demo}`);
  expect(total).toBeGreaterThan(4_500);
  expect(total).toBeLessThan(5_500);
  expect(await count(sql`select distinct status from payouts where organization_id = ${demo}`)).toBe(7);
  expect(
    await count(sql`select distinct currency from payouts where organization_id = ${demo}`),
  ).toBeGreaterThanOrEqual(8);
  expect(
    await count(sql`select 1 from batches b where organization_id = ${demo} and exists (
    select from ingest_errors i where i.organization_id = b.organization_id and i.batch_id = b.id and i.occurred_at > now() - interval '7 days')`),
  ).toBeGreaterThan(5);
  expect(
    await count(
      sql`select 1 from payouts where organization_id = ${demo} and status = 'pending' and expires_at between now() and now() + interval '7 days'`,
    ),
  ).toBeGreaterThan(5);
  expect(
    await count(
      sql`select 1 from payouts where organization_id = ${demo} and status = 'expired' and expires_at > now() - interval '7 days'`,
    ),
  ).toBeGreaterThan(5);
  expect(
    await count(
      sql`select distinct date_trunc('day', status_changed_at) from payouts where organization_id = ${demo} and status_changed_at > now() - interval '30 days'`,
    ),
  ).toBeGreaterThan(25);
}

/** Each timeline is one valid path with rising times, and ends at its payout's status. */
async function timelinesReplay(): Promise<void> {
  const legal = new Set(
    Object.values(transitionTable).flatMap(({ from, to, event }) =>
      to ? from.map((each) => `${event}:${each}>${to}`) : [],
    ),
  );
  const moves = await db.execute<{ move: string }>(
    sql`select distinct name || ':' || from_status || '>' || to_status as move from events where from_status is not null`,
  );
  expect(moves.filter(({ move }) => !legal.has(move))).toEqual([]);
  expect(
    await count(
      sql`select 1 from (select from_status, lag(to_status) over (partition by organization_id, payout_id order by occurred_at) as was from events where to_status is not null) as moves where from_status is distinct from was`,
    ),
  ).toBe(0);
  expect(
    await count(sql`select 1 from payouts p cross join lateral (select to_status, occurred_at from events e where e.organization_id = p.organization_id and e.payout_id = p.id and to_status is not null order by occurred_at desc limit 1) as last
      where last.to_status <> p.status or last.occurred_at <> p.status_changed_at`),
  ).toBe(0);
  expect(
    await count(sql`select 1 from events s join events m on m.organization_id = s.organization_id and m.payout_id = s.payout_id and m.from_status = 'pending' and m.occurred_at <= s.occurred_at
      where s.name in ('payout.resent', 'payout.opened')`),
  ).toBe(0);
  expect(
    await count(sql`select 1 from payouts p full join (select * from ingest_errors where payout_id is not null and resolved_at is null and code <> 'email_refused') e
      on e.organization_id = p.organization_id and e.payout_id = p.id
      where (p.id is null or p.failure_code is not null and p.archived_at is null and p.batch_id is not null) and (e.id is null or e.batch_id is distinct from p.batch_id or e.code is distinct from p.failure_code)`),
  ).toBe(0);
  expect(await count(sql`select 1 from events where occurred_at > now() + interval '1 minute'`)).toBe(0);
  expect(await count(sql`select 1 from emails where status = 'queued'`)).toBe(0);
  expect(
    await count(sql`select 1 from batches b where accepted_count <> (select count(p.line) from payouts p where p.organization_id = b.organization_id and p.batch_id = b.id)
      or refused_count <> (select count(*) from refused_rows r where r.organization_id = b.organization_id and r.batch_id = b.id)`),
  ).toBe(0);
  // Otherwise the worker would remind everybody as soon as a demo starts.
  expect(
    await count(sql`select 1 from payouts where status = 'pending' and expires_at > now() and created_at < expires_at - interval '7 days'
      and expires_at <= now() + interval '7 days' and (last_reminded_at is null or last_reminded_at < expires_at - interval '7 days')`),
  ).toBe(0);
  // A submitted payout has an attempt with the matching status.
  const expected = sql`case p.status::text when 'completed' then 'paid' when 'failed_to_send' then 'failed' when 'submitted' then 'sent' end`;
  expect(
    await count(sql`select 1 from payouts p left join payout_attempts a on a.organization_id = p.organization_id and a.payout_id = p.id
      where a.status::text is distinct from ${expected}`),
  ).toBe(0);
  expect(
    await count(
      sql`select 1 from payouts p where (archived_at is not null) <> exists (select from payouts n where n.organization_id = p.organization_id and n.reissue_of = p.id)`,
    ),
  ).toBe(0);
}

async function signInsWork(): Promise<void> {
  for (const { email, password, role } of demoSignIns) {
    const [user] = await db.execute<{ password_hash: string; role: string }>(
      sql`select password_hash, role from users where email = ${email}`,
    );
    expect(user?.role).toBe(role);
    expect(await verifyPassword(password, user!.password_hash)).toBe(true);
  }
}
