DROP INDEX "emails_outages";--> statement-breakpoint
ALTER TABLE "emails" ADD COLUMN "not_taken" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "emails" ADD COLUMN "unanswered" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "emails" ADD COLUMN "waiting_since" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "emails" ADD COLUMN "others_left" boolean DEFAULT false NOT NULL;--> statement-breakpoint
CREATE INDEX "emails_in_hand" ON "emails" USING btree ("next_attempt_at") WHERE "emails"."status" = 'queued' and "emails"."leased_until" is not null;--> statement-breakpoint
CREATE INDEX "emails_waiting" ON "emails" USING btree ("waiting_since") WHERE "emails"."status" = 'queued' and "emails"."waiting_since" is not null;--> statement-breakpoint
CREATE INDEX "emails_waiting_of" ON "emails" USING btree ("organization_id","queued_at") WHERE "emails"."status" = 'queued' and "emails"."waiting_since" is not null;--> statement-breakpoint
UPDATE "emails" SET "not_taken" = "attempts" - "outages" WHERE "status"::text IN ('queued', 'failed', 'skipped') AND "attempts" > "outages" AND "leased_until" IS NULL AND "last_error" IS NOT NULL AND "last_error" !~ 'not known whether it took|No try got an answer';--> statement-breakpoint
UPDATE "emails" SET "waiting_since" = date_trunc('milliseconds', now()) WHERE "status" = 'queued' AND "outages" > 0 AND "leased_until" IS NULL AND "next_attempt_at" < now() + interval '16 minutes';--> statement-breakpoint
-- A submitted payout has exactly one open attempt. An attempt is written with the submission, before anything is handed
-- to a provider, and never removed: where there is none, nothing was sent, and there are no details to send it with.
-- Where all have ended, the latest says how.
WITH stray AS (
  SELECT p.organization_id, p.id, p.batch_id, p.status_changed_at,
    (CASE WHEN last.status::text = 'paid' THEN 'completed' ELSE 'failed_to_send' END)::payout_status AS becomes,
    CASE WHEN last.status::text = 'paid' THEN NULL ELSE coalesce(last.failure_code, 'details_missing') END AS code,
    last.failure_detail AS detail,
    greatest(date_trunc('milliseconds', now()), p.status_changed_at + interval '1 millisecond') AS at
  FROM payouts p
  LEFT JOIN LATERAL (
    SELECT a.status, a.failure_code, a.failure_detail FROM payout_attempts a
    WHERE a.organization_id = p.organization_id AND a.payout_id = p.id ORDER BY a.number DESC LIMIT 1) last ON true
  WHERE p.status::text = 'submitted' AND NOT EXISTS (
    SELECT 1 FROM payout_attempts a
    WHERE a.organization_id = p.organization_id AND a.payout_id = p.id AND a.status::text IN ('queued', 'sent'))
), moved AS (
  UPDATE payouts p SET status = stray.becomes, status_changed_at = stray.at, failure_code = stray.code, failure_detail = stray.detail
  FROM stray WHERE p.organization_id = stray.organization_id AND p.id = stray.id
  RETURNING p.organization_id, p.id, p.batch_id, p.status, p.status_changed_at, p.failure_code
)
INSERT INTO events (organization_id, id, occurred_at, name, actor_type, payout_id, batch_id, from_status, to_status, reason, request_id)
SELECT organization_id, gen_random_uuid(), status_changed_at, 'payout.' || status::text, 'system'::actor_type, id, batch_id, 'submitted'::payout_status, status, failure_code, 'migration'
FROM moved;
