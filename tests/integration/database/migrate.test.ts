import { sql } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { closeDb, db } from "@/db/client";
import { migrate } from "@/db/migrate";
import { useDatabase } from "@/tests/support/database";
import { dropEverything, migrateUpTo } from "@/tests/support/old-schema";

const url = useDatabase();

describe("migrations", () => {
  it("are applied once, however many processes start together", async () => {
    await dropEverything();
    await Promise.all([migrate(url), migrate(url), migrate(url)]);
    const [tables] = await db.execute<{ payouts: string | null }>(sql`select to_regclass('public.payouts') as payouts`);
    expect(tables?.payouts).toBe("payouts");
    const [applied] = await db.execute<{ twice: boolean }>(
      sql`select count(*) <> count(distinct hash) as twice from drizzle.__drizzle_migrations`,
    );
    expect(applied?.twice).toBe(false);
  });

  it("name a database that cannot be reached, without showing its password", async () => {
    const elsewhere = new URL(url);
    elsewhere.pathname = "/absent";
    try {
      const failure = await migrate(elsewhere.href, { reachMs: 1_000 }).then(
        () => undefined,
        (error: Error) => error,
      );
      expect(failure?.message).toMatch(
        /^Cannot use the database absent on 127\.0\.0\.1:\d+ that DATABASE_URL names: database "absent" does not exist$/,
      );
    } finally {
      await closeDb();
      process.env.DATABASE_URL = url;
    }
  });

  it("give the batches of an older database their new statuses, and leave the others unchanged", async () => {
    await dropEverything();
    await migrateUpTo("0008_batch_life");
    const organization = "01900000-0000-7000-8000-000000000000";
    await db.execute(
      sql`insert into organizations (id, slug, name, time_zone, support_email, created_at) values (${organization}, 'old', 'Old', 'UTC', 'help@example.com', now())`,
    );
    const before = [
      ["uploading", "received", null, null, null, null],
      ["received", "received", "f1", null, null, null],
      ["read from a folder", "validating", "f2", "1 2 3", null, null],
      ["waits for its folder", "validating", "f3", "1 2 3", "now", null],
      ["ready", "ready", "f4", null, "now", null],
      ["processed", "processed", "f5", null, "now", "now"],
      ["rejected before it kept its moment", "rejected", "f6", null, "now", null],
      ["discarded", "discarded", "f5", null, "now", null],
    ] as const;
    for (const [name, status, hash, print, validated, processed] of before) {
      const counts = status === "processed" ? sql`1, 1, 0, 1` : sql`1, 0, 1, 0`;
      await db.execute(sql`
        insert into batches (organization_id, id, file_name, file_bytes, status, file_sha256, folder_print, validated_at, processed_at, created_at,
          record_count, accepted_count, refused_count, created_count)
        values (${organization}, gen_random_uuid(), ${name}, 1, ${status}::text::batch_status, ${hash}, ${print}, ${validated}::timestamptz,
          ${processed}::timestamptz, now(), ${counts})`);
    }
    await migrate(url);
    const after = await db.execute<{ name: string; status: string }>(
      sql`select file_name as name, status from batches order by file_name`,
    );
    expect(Object.fromEntries(after.map(({ name, status }) => [name, status]))).toEqual({
      uploading: "uploading",
      received: "received",
      "read from a folder": "validating",
      "waits for its folder": "awaiting_file_check",
      ready: "ready",
      processed: "processed",
      "rejected before it kept its moment": "rejected",
      discarded: "discarded",
    });
    const indexes = await db.execute<{ name: string }>(
      sql`select indexname as name from pg_indexes where tablename = 'batches' and indexdef like '%batch_status%' order by 1`,
    );
    expect(indexes.map(({ name }) => name)).toEqual([
      "batches_awaiting_decision",
      "batches_due_in_turn",
      "batches_errors",
      "batches_file",
    ]);
    const checks = await db.execute<{ name: string }>(
      sql`select conname as name from pg_constraint where conrelid = 'batches'::regclass and contype = 'c' and pg_get_constraintdef(oid) like '%batch_status%'`,
    );
    expect(checks).toHaveLength(7);
  });

  it("leave no submitted payout without an open attempt: what was never handed over has failed, and the rest is as its latest attempt says", async () => {
    await dropEverything();
    await migrateUpTo("0012_mail_server");
    const organization = "01900000-0000-7000-8000-000000000000";
    await db.execute(
      sql`insert into organizations (id, slug, name, time_zone, support_email, created_at) values (${organization}, 'old', 'Old', 'UTC', 'help@example.com', now())`,
    );
    for (const [reference, attempts] of [
      ["none", []],
      ["open", ["failed", "sent"]],
      ["paid", ["failed", "paid"]],
      ["failed", ["failed"]],
    ] as const) {
      const [payout] = await db.execute<{ id: string }>(sql`
        insert into payouts (organization_id, id, reference, recipient_name, recipient_email, amount_minor, currency, status, created_at,
          status_changed_at, expires_at, link_hash)
        values (${organization}, gen_random_uuid(), ${reference}, 'Ada', 'ada@example.com', 1, 'USD', 'submitted', now(), now(),
          now() + interval '1 day', ${reference}) returning id`);
      for (const [index, status] of attempts.entries())
        await db.execute(sql`
          insert into payout_attempts (organization_id, id, payout_id, number, provider, method, details, masked_details, status, created_at, sent_at,
            ended_at, failure_code, next_attempt_at)
          values (${organization}, gen_random_uuid(), ${payout!.id}, ${index + 1}, 'sandbox', 'iban', 'sealed', '…', ${status}::text::attempt_status, now(),
            now(), ${status === "sent" ? null : new Date().toISOString()}::timestamptz, ${status === "failed" ? "account_closed" : null}, now())`);
    }
    await migrate(url);
    const after = await db.execute(sql`
      select p.reference, p.status, p.failure_code as code, e.name as event, e.from_status as was, e.reason
      from payouts p left join events e on e.organization_id = p.organization_id and e.payout_id = p.id order by p.reference`);
    const told = (status: string, code: string | null) => ({
      event: `payout.${status}`,
      was: "submitted",
      reason: code,
    });
    expect([...after]).toEqual([
      {
        reference: "failed",
        status: "failed_to_send",
        code: "account_closed",
        ...told("failed_to_send", "account_closed"),
      },
      {
        reference: "none",
        status: "failed_to_send",
        code: "details_missing",
        ...told("failed_to_send", "details_missing"),
      },
      { reference: "open", status: "submitted", code: null, event: null, was: null, reason: null },
      { reference: "paid", status: "completed", code: null, ...told("completed", null) },
    ]);
  });

  it("put a payout that replaced another one into its batch, and make errors of the failures that stand or are recent", async () => {
    await dropEverything();
    await migrateUpTo("0014_errors_and_reissues");
    const organization = "01900000-0000-7000-8000-000000000000";
    const batch = "01900000-0000-7000-8000-000000000001";
    await db.execute(
      sql`insert into organizations (id, slug, name, time_zone, support_email, created_at) values (${organization}, 'old', 'Old', 'UTC', 'help@example.com', now())`,
    );
    await db.execute(sql`
      insert into batches (organization_id, id, file_name, file_sha256, file_bytes, status, record_count, accepted_count, refused_count, created_count, created_at, processed_at)
      values (${organization}, ${batch}, 'old.csv', 'hash', 1, 'processed', 3, 3, 0, 3, now(), now())`);
    const make = async (
      reference: string,
      line: number | null,
      status: string,
      code: string | null,
      reissueOf: string | null = null,
    ) => {
      const [made] = await db.execute<{ id: string }>(sql`
        insert into payouts (organization_id, id, batch_id, line, reference, recipient_name, recipient_email, amount_minor, currency, status, failure_code,
          created_at, status_changed_at, expires_at, link_hash, reissue_of)
        values (${organization}, gen_random_uuid(), ${line && batch}, ${line}, ${reference}, 'Ada', 'ada@example.com', 1, 'USD', ${status}, ${code},
          now(), now() - interval '20 days', now() + interval '1 day', ${reference}, ${reissueOf}) returning id`);
      return made!.id;
    };
    const replaced = await make("replaced", 2, "failed_to_send", "account_closed");
    await db.execute(sql`update payouts set archived_at = now() where id = ${replaced}`);
    await make("second", null, "failed_to_process", "no such code", replaced);
    await make("retried", 3, "submitted", null);
    await make("fine", 4, "completed", null);
    for (const [name, ago] of [
      ["payout.failed_to_send", "3 days"],
      ["payout.retried", "2 days"],
    ])
      await db.execute(sql`
        insert into events (organization_id, id, occurred_at, name, actor_type, payout_id, from_status, to_status, reason, request_id)
        select organization_id, gen_random_uuid(), now() - ${ago}::interval, ${name}, 'system', id, 'submitted',
          (case when ${name}::text = 'payout.retried' then 'submitted' else 'failed_to_send' end)::payout_status, 'provider_unavailable', 'old'
        from payouts where reference = 'retried'`);
    await migrate(url);
    const after = await db.execute(sql`
      select p.reference, p.line, p.from_line as "fromLine", e.line as "errorLine", e.code, e.resolved_at is null as open
      from payouts p left join ingest_errors e on e.payout_id = p.id and e.batch_id = p.batch_id where p.batch_id = ${batch} order by p.reference`);
    expect([...after]).toEqual([
      { reference: "fine", line: 4, fromLine: null, errorLine: null, code: null, open: true },
      { reference: "replaced", line: 2, fromLine: null, errorLine: 2, code: "account_closed", open: false },
      { reference: "retried", line: 3, fromLine: null, errorLine: 3, code: "provider_unavailable", open: false },
      { reference: "second", line: null, fromLine: 2, errorLine: 2, code: "no such code", open: true },
    ]);
  });
});
