import { sql } from "drizzle-orm";
import { expect, test } from "vitest";
import { db } from "@/db/client";
import { migrate } from "@/db/migrate";
import { foldPayoutCounts } from "@/lib/payouts/counts/fold";
import { payoutCountDifferences } from "@/lib/payouts/counts/rebuild";
import { useDatabase } from "@/tests/support/database";
import { dropEverything, migrateUpTo } from "@/tests/support/old-schema";

const url = useDatabase();

test("a migration counts by the hour, and by batch, what was counted before, folded or not", async () => {
  await dropEverything();
  await migrateUpTo("0050_count_grains");
  const [organization, batch] = ["01900000-0000-7000-8000-000000000000", "01900000-0000-7000-8000-000000000001"];
  await db.execute(sql`
    insert into organizations (id, slug, name, time_zone, support_email, created_at) values (${organization}, 'old', 'Old', 'Asia/Kolkata', 'help@example.com', now())`);
  await db.execute(sql`
    insert into batches (organization_id, id, file_name, file_sha256, file_bytes, status, record_count, accepted_count, refused_count, created_count, created_at, processed_at)
    values (${organization}, ${batch}, 'old.csv', 'hash', 1, 'processed', 50, 50, 0, 50, now(), now())`);
  const make = (first: number, last: number) =>
    db.execute(sql`
      insert into payouts (organization_id, id, batch_id, line, reference, recipient_name, recipient_email, amount_minor, currency, status, created_at, status_changed_at, expires_at, link_hash)
      select ${organization}, gen_random_uuid(), ${batch}, n, 'R' || n, 'Ada', 'ada@example.com', n, 'USD', (array['pending', 'completed'])[n % 2 + 1]::payout_status,
        now() - interval '2 days', now() - n * interval '37 minutes', now() + n * interval '37 minutes', 'R' || n from generate_series(${first}::int, ${last}::int) as n`);
  await make(1, 25);
  const sums = sql`sum(count), sum(amount_minor)`;
  await db.execute(sql`
    with due as (delete from payout_deltas returning *),
    times as (insert into payout_counts select organization_id, axis, grain, start, status, replaced, currency, ${sums} from due cross join lateral
      (values ('minute'::payout_count_grain, at), ('quarter_hour', date_bin('15 minutes', at, 'epoch')), ('day', date_trunc('day', at, 'Asia/Kolkata'))) as piece (grain, start)
      where axis <> 'batch' group by 1, 2, 3, 4, 5, 6, 7),
    of_batches as (insert into batch_payout_counts select organization_id, batch_id, status, replaced, currency, ${sums} from due where axis = 'batch' group by 1, 2, 3, 4, 5)
    insert into payout_totals select organization_id, status, replaced, currency, ${sums} from due where axis = 'changed' group by 1, 2, 3, 4`);
  await make(26, 50);
  await migrate(url);
  expect(await payoutCountDifferences(organization)).toEqual([]);
  while ((await foldPayoutCounts(10)) > 0);
  expect(await payoutCountDifferences(organization)).toEqual([]);
});
