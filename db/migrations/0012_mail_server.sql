DROP INDEX "emails_outages";--> statement-breakpoint
ALTER TABLE "emails" ADD COLUMN "not_taken" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "emails" ADD COLUMN "unanswered" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "emails" ADD COLUMN "waiting_since" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "emails" ADD COLUMN "others_left" boolean DEFAULT false NOT NULL;--> statement-breakpoint
CREATE INDEX "emails_in_hand" ON "emails" USING btree ("next_attempt_at") WHERE "emails"."status" = 'queued' and "emails"."leased_until" is not null;--> statement-breakpoint
CREATE INDEX "emails_waiting" ON "emails" USING btree ("waiting_since") WHERE "emails"."status" = 'queued' and "emails"."waiting_since" is not null;--> statement-breakpoint
CREATE INDEX "emails_waiting_of" ON "emails" USING btree ("organization_id","queued_at") WHERE "emails"."status" = 'queued' and "emails"."waiting_since" is not null;--> statement-breakpoint
UPDATE "emails" SET "not_taken" = "attempts" - "outages" WHERE "status"::text IN ('queued', 'failed', 'skipped') AND "attempts" > "outages" AND "leased_until" IS NULL AND "last_error" IS NOT NULL AND "last_error" !~ 'not known whether it took|No try got an answer';--> statement-breakpoint
UPDATE "emails" SET "waiting_since" = date_trunc('milliseconds', now()) WHERE "status" = 'queued' AND "outages" > 0 AND "leased_until" IS NULL AND "next_attempt_at" < now() + interval '16 minutes';
