import { sql, type SQL } from "drizzle-orm";
import { expect, test } from "vitest";
import { db } from "@/db/client";
import { migrate } from "@/db/migrate";
import { foldPayoutCounts } from "@/lib/payouts/counts/fold";
import { payoutCountDifferences } from "@/lib/payouts/counts/rebuild";
import { useDatabase } from "@/tests/support/database";
import { dropEverything, migrateUpTo } from "@/tests/support/old-schema";

const url = useDatabase();

const [organization, batch] = ["01900000-0000-7000-8000-000000000000", "01900000-0000-7000-8000-000000000001"];

/** An organization with a batch, in the schema before a migration. */
async function before(migration: string): Promise<void> {
  await dropEverything();
  await migrateUpTo(migration);
  await db.execute(sql`
    insert into organizations (id, slug, name, time_zone, support_email, created_at) values (${organization}, 'old', 'Old', 'Asia/Kolkata', 'help@example.com', now())`);
  await db.execute(sql`
    insert into batches (organization_id, id, file_name, file_sha256, file_bytes, status, record_count, accepted_count, refused_count, created_count, created_at, processed_at)
    values (${organization}, ${batch}, 'old.csv', 'hash', 1, 'processed', 50, 50, 0, 50, now(), now())`);
}

const makePayouts = (first: number, last: number) =>
  db.execute(sql`
    insert into payouts (organization_id, id, batch_id, line, reference, recipient_name, recipient_email, amount_minor, currency, status, created_at, status_changed_at, expires_at, link_hash)
    select ${organization}, gen_random_uuid(), ${batch}, n, 'R' || n, 'Ada', 'ada@example.com', n, (array['USD', 'KWD', 'USD'])[n % 3 + 1],
      (array['pending', 'completed'])[n % 2 + 1]::payout_status,
      now() - interval '2 days', now() - n * interval '37 minutes', now() + n * interval '37 minutes', 'R' || n from generate_series(${first}::int, ${last}::int) as n`);

/** Folds what is counted into rows of one kind each, as it was done then. */
function foldByKind(grains: SQL) {
  const sums = sql`sum(count), sum(amount_minor)`;
  return db.execute(sql`
    with due as (delete from payout_deltas returning *),
    times as (insert into payout_counts select organization_id, axis, grain, start, status, replaced, currency, ${sums} from due cross join lateral
      (values ('minute'::payout_count_grain, at), ('quarter_hour', date_bin('15 minutes', at, 'epoch')), ${grains} ('day', date_trunc('day', at, 'Asia/Kolkata'))) as piece (grain, start)
      where axis <> 'batch' group by 1, 2, 3, 4, 5, 6, 7),
    of_batches as (insert into batch_payout_counts select organization_id, batch_id, status, replaced, currency, ${sums} from due where axis = 'batch' group by 1, 2, 3, 4, 5)
    insert into payout_totals select organization_id, status, replaced, currency, ${sums} from due where axis = 'changed' group by 1, 2, 3, 4`);
}

async function expectNoDifference() {
  expect(await payoutCountDifferences(organization)).toEqual([]);
  while ((await foldPayoutCounts(10)) > 0);
  expect(await payoutCountDifferences(organization)).toEqual([]);
}

test("a migration counts by the hour, and by batch, what was counted before, folded or not", async () => {
  await before("0050_count_grains");
  await makePayouts(1, 25);
  await foldByKind(sql``);
  await makePayouts(26, 50);
  await migrate(url);
  await expectNoDifference();
});

test("a migration puts all kinds of a piece of time into one row, folded or not, and leaves out those that are gone", async () => {
  await before("0057_kinds_in_one_row");
  await makePayouts(1, 25);
  await foldByKind(sql`('hour', date_bin('1 hour', at, 'epoch')),`);
  await db.execute(
    sql`insert into batch_totals select organization_id, batch_id, currency, sum(count), sum(amount_minor) from batch_payout_counts group by 1, 2, 3`,
  );
  await db.execute(
    sql`insert into payout_counts select organization_id, axis, grain, at, 'canceled', replaced, currency, 0, 0 from payout_counts where status = 'completed'`,
  );
  await makePayouts(26, 50);
  await migrate(url);
  const [rows] = await db.execute<{ gone: number }>(
    sql`select count(*) filter (where kinds::text like '%canceled%')::int as gone from payout_counts`,
  );
  expect(rows).toEqual({ gone: 0 });
  await expectNoDifference();
});

test("a migration keeps the minute of a batch's latest error, archived or not, and the hour of errors that are gone", async () => {
  await before("0058_errors_by_minute");
  const fail = (minute: number) =>
    db.execute(sql`
      insert into ingest_errors (organization_id, id, batch_id, scope, stage, code, message, occurred_at)
      select ${organization}, gen_random_uuid(), ${batch}, 'file', 'validation', 'no_rows', 'No rows', timestamptz '2026-05-01 10:00:30Z' + ${minute}::int * interval '1 minute'`);
  const archive = () =>
    db.execute(
      sql`with moved as (delete from ingest_errors returning *) insert into archive.ingest_errors select * from moved`,
    );
  await fail(7);
  await fail(3);
  await archive();
  await fail(2);
  const [gone] = await db.execute<{ id: string }>(sql`
    insert into batches (organization_id, id, file_name, file_sha256, file_bytes, status, record_count, accepted_count, refused_count, created_count, created_at, processed_at, last_error_hour, records_moved_at)
    select organization_id, gen_random_uuid(), file_name, 'other', file_bytes, status, record_count, accepted_count, refused_count, created_count, created_at, processed_at, '2026-04-01 09:00Z', now()
    from batches returning id`);
  await migrate(url);
  const minuteOf = async (id: string) =>
    (await db.execute<{ minute: string }>(sql`select last_error_minute as minute from batches where id = ${id}`))[0]!
      .minute;
  expect([new Date(await minuteOf(batch)), new Date(await minuteOf(gone!.id))]).toEqual([
    new Date("2026-05-01T10:07:00Z"),
    new Date("2026-04-01T09:00:00Z"),
  ]);
});

test("a migration forgets the minute of errors that a batch has no more, since its file was read anew", async () => {
  await before("0060_no_errors_left");
  await db.execute(sql`update batches set last_error_minute = now()`);
  await migrate(url);
  const [row] = await db.execute<{ minute: string | null }>(sql`select last_error_minute as minute from batches`);
  expect(row).toEqual({ minute: null });
});
