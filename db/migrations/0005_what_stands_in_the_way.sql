ALTER TYPE "public"."email_status" ADD VALUE 'skipped';--> statement-breakpoint
DROP INDEX "ingest_errors_unresolved";--> statement-breakpoint
ALTER TABLE "batches" ADD COLUMN "turn_fence" integer;--> statement-breakpoint
ALTER TABLE "batches" ADD COLUMN "dry_run" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "batches" ADD COLUMN "failures" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "batches" ADD COLUMN "failing_since" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "batches" ADD COLUMN "failing_request_id" text;--> statement-breakpoint
ALTER TABLE "emails" ADD COLUMN "outages" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
CREATE INDEX "emails_outages" ON "emails" USING btree ("organization_id") WHERE "emails"."status" = 'queued' and "emails"."outages" > 0;--> statement-breakpoint
CREATE INDEX "ingest_errors_waiting_rows" ON "ingest_errors" USING btree ("organization_id","batch_id") WHERE "ingest_errors"."resolved_at" is null and "ingest_errors"."payout_id" is null;--> statement-breakpoint
CREATE INDEX "ingest_errors_waiting_payouts" ON "ingest_errors" USING btree ("organization_id","batch_id","occurred_at") WHERE "ingest_errors"."resolved_at" is null and "ingest_errors"."payout_id" is not null;