DROP INDEX "ingest_errors_unresolved";--> statement-breakpoint
ALTER TABLE "batches" ADD COLUMN "turn_fence" integer;--> statement-breakpoint
ALTER TABLE "batches" ADD COLUMN "dry_run" boolean DEFAULT false NOT NULL;--> statement-breakpoint
CREATE INDEX "ingest_errors_waiting_rows" ON "ingest_errors" USING btree ("organization_id","batch_id") WHERE "ingest_errors"."resolved_at" is null and "ingest_errors"."payout_id" is null;--> statement-breakpoint
CREATE INDEX "ingest_errors_waiting_payouts" ON "ingest_errors" USING btree ("organization_id","batch_id","occurred_at") WHERE "ingest_errors"."resolved_at" is null and "ingest_errors"."payout_id" is not null;