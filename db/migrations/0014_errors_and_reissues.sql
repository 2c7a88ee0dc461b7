ALTER TABLE "payouts" DROP CONSTRAINT "payouts_batch_and_line";--> statement-breakpoint
ALTER TABLE "payouts" DROP CONSTRAINT "payouts_archived_after_end";--> statement-breakpoint
DROP INDEX "ingest_errors_waiting_payouts";--> statement-breakpoint
ALTER TABLE "batches" ADD COLUMN "repaired_count" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "payouts" ADD COLUMN "from_line" integer;--> statement-breakpoint
CREATE INDEX "ingest_errors_occurred" ON "ingest_errors" USING btree ("organization_id","batch_id","occurred_at");--> statement-breakpoint
CREATE INDEX "ingest_errors_payouts" ON "ingest_errors" USING btree ("organization_id","batch_id","payout_id") WHERE "ingest_errors"."payout_id" is not null;--> statement-breakpoint
ALTER TABLE "batches" ADD CONSTRAINT "batches_repaired_created" CHECK ("batches"."repaired_count" between 0 and "batches"."created_count");--> statement-breakpoint
-- Payouts that replaced another one belong to the batch of the first of them.
WITH RECURSIVE chain AS (
  SELECT organization_id, id, batch_id, line AS from_line FROM payouts WHERE archived_at IS NOT NULL AND batch_id IS NOT NULL
  UNION ALL
  SELECT p.organization_id, p.id, c.batch_id, c.from_line
  FROM chain c JOIN payouts p ON p.organization_id = c.organization_id AND p.reissue_of = c.id
)
UPDATE payouts p SET batch_id = chain.batch_id, from_line = chain.from_line
FROM chain WHERE p.organization_id = chain.organization_id AND p.id = chain.id AND p.batch_id IS NULL;--> statement-breakpoint
ALTER TABLE "payouts" ADD CONSTRAINT "payouts_line_of_batch" CHECK (num_nonnulls("payouts"."line", "payouts"."from_line") = num_nonnulls("payouts"."batch_id")
        and ("payouts"."from_line" is null or "payouts"."reissue_of" is not null));--> statement-breakpoint
ALTER TABLE "payouts" ADD CONSTRAINT "payouts_archived_after_end" CHECK ("payouts"."archived_at" is null or "payouts"."status" in ('expired', 'canceled', 'failed_to_send', 'failed_to_process'));--> statement-breakpoint
UPDATE "batches" b SET "repaired_count" = repaired.rows FROM (
  SELECT organization_id, batch_id, count(*)::int AS rows FROM refused_rows WHERE payout_id IS NOT NULL GROUP BY organization_id, batch_id
) repaired WHERE b.organization_id = repaired.organization_id AND b.id = repaired.batch_id;--> statement-breakpoint
-- Failures are errors of their batch from now on: those that stand, and those of the last week that were resolved since.
WITH reasons (code, message, suggestion) AS (
  VALUES
    ('account_closed', 'The recipient''s bank account is closed.', 'Ask the recipient for an open account, then create a new payout.'),
    ('account_not_found', 'The bank knows no account under the number the recipient gave.', 'Ask the recipient to check the account number, then create a new payout.'),
    ('name_mismatch', 'The bank says the account belongs to somebody with another name.', 'Check the recipient''s name with them, then create a new payout under the name the bank knows.'),
    ('limit_exceeded', 'The amount is above what the recipient''s account or card can receive.', 'Ask the recipient to choose another way to be paid in a new payout.'),
    ('returned_by_bank', 'The recipient''s bank sent the money back.', 'Ask the recipient why their bank refused it. If the bank will take it now, try the payment again; otherwise create a new payout.'),
    ('provider_unavailable', 'The payment provider could not be reached for too long.', 'Nothing is wrong with the recipient''s details. Try the payment again.'),
    ('details_missing', 'What the recipient gave to be paid is not on record, so nothing was sent to a payment provider.', 'Create a new payout; the recipient chooses again how to be paid.'),
    ('currency_not_supported', 'No connected provider can pay this currency to the recipient''s country.', 'Contact Meridian support before you create a new payout in this currency.'),
    ('sanctions_hold', 'The provider''s compliance check stopped the payment.', 'Do not create a new payout. Your compliance contact at the provider will tell you what they need.'),
    ('conflicting_reports', 'The provider said that the payment failed, and later that it was paid.', 'Do not pay it again before the provider has told you which is true. If the money never arrived, upload it in a batch file under a new reference.'),
    ('too_many_wrong_answers', 'The recipient gave too many wrong verification answers, so the link was locked.', 'Speak with the recipient to be sure it is them, then create a new payout.'),
    ('recipient_declined', 'The recipient said that this payout is not for them.', 'Check the name and email of the person you meant to pay, then create a new payout.')
), failures AS (
  SELECT p.organization_id, p.batch_id, p.id, coalesce(p.line, p.from_line) AS line, p.failure_code AS code, p.failure_detail AS detail, p.status_changed_at AS at, p.archived_at AS resolved
  FROM payouts p WHERE p.batch_id IS NOT NULL AND p.status::text IN ('failed_to_send', 'failed_to_process')
  UNION ALL
  SELECT p.organization_id, p.batch_id, p.id, coalesce(p.line, p.from_line), e.reason, NULL, e.occurred_at, (
    SELECT min(later.occurred_at) FROM events later
    WHERE later.organization_id = e.organization_id AND later.payout_id = e.payout_id AND later.occurred_at > e.occurred_at AND later.to_status IS NOT NULL)
  FROM events e JOIN payouts p ON p.organization_id = e.organization_id AND p.id = e.payout_id
  WHERE e.name IN ('payout.failed_to_send', 'payout.failed_to_process') AND e.occurred_at >= now() - interval '7 days' AND p.batch_id IS NOT NULL
    AND (p.status IS DISTINCT FROM e.to_status OR p.status_changed_at <> e.occurred_at)
)
INSERT INTO ingest_errors (organization_id, id, batch_id, payout_id, scope, stage, line, code, message, suggestion, occurred_at, resolved_at)
SELECT f.organization_id, gen_random_uuid(), f.batch_id, f.id, 'row'::ingest_error_scope, 'processing'::ingest_error_stage, f.line, coalesce(f.code, 'unknown'),
  concat_ws(' ', coalesce(r.message, 'It failed for a reason that Meridian does not know.'), f.detail),
  coalesce(r.suggestion, 'Contact Meridian support with the payout''s reference before you create a new payout.'), f.at, f.resolved
FROM failures f LEFT JOIN reasons r ON r.code = f.code;
