ALTER TYPE "public"."email_status" ADD VALUE 'skipped';--> statement-breakpoint
ALTER TABLE "batches" ADD COLUMN "failures" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "batches" ADD COLUMN "failing_since" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "batches" ADD COLUMN "failing_request_id" text;--> statement-breakpoint
ALTER TABLE "emails" ADD COLUMN "outages" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
CREATE INDEX "emails_outages" ON "emails" USING btree ("organization_id") WHERE "emails"."status" = 'queued' and "emails"."outages" > 0;