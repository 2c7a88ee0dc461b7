CREATE TYPE "public"."attempt_status" AS ENUM('queued', 'sent', 'paid', 'failed');--> statement-breakpoint
ALTER TYPE "public"."email_kind" ADD VALUE 'payout_reminder';--> statement-breakpoint
ALTER TYPE "public"."email_kind" ADD VALUE 'payout_completed';--> statement-breakpoint
ALTER TYPE "public"."email_kind" ADD VALUE 'payout_failed';--> statement-breakpoint
ALTER TYPE "public"."email_kind" ADD VALUE 'verification_code';--> statement-breakpoint
CREATE TABLE "payout_attempts" (
	"organization_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"payout_id" uuid NOT NULL,
	"number" smallint NOT NULL,
	"provider" text NOT NULL,
	"method" text NOT NULL,
	"details" text NOT NULL,
	"masked_details" text NOT NULL,
	"status" "attempt_status" NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"sent_at" timestamp (3) with time zone,
	"provider_reference" text,
	"ended_at" timestamp (3) with time zone,
	"failure_code" text,
	"failure_detail" text,
	"attempts" integer DEFAULT 0 NOT NULL,
	"unreached" integer DEFAULT 0 NOT NULL,
	"next_attempt_at" timestamp (3) with time zone NOT NULL,
	"leased_until" timestamp (3) with time zone,
	"fence" integer DEFAULT 0 NOT NULL,
	"last_error" text,
	CONSTRAINT "payout_attempts_organization_id_id_pk" PRIMARY KEY("organization_id","id"),
	CONSTRAINT "payout_attempts_number_limit" CHECK ("payout_attempts"."number" between 1 and 20),
	CONSTRAINT "payout_attempts_sent_has_time" CHECK ("payout_attempts"."status" <> 'sent' or "payout_attempts"."sent_at" is not null),
	CONSTRAINT "payout_attempts_end_has_time" CHECK (("payout_attempts"."status" in ('paid', 'failed')) = ("payout_attempts"."ended_at" is not null)),
	CONSTRAINT "payout_attempts_failure_has_reason" CHECK (("payout_attempts"."status" = 'failed') = ("payout_attempts"."failure_code" is not null))
);
--> statement-breakpoint
CREATE TABLE "provider_reports" (
	"organization_id" uuid NOT NULL,
	"provider" text NOT NULL,
	"message_id" text NOT NULL,
	"attempt_id" uuid NOT NULL,
	"outcome" text NOT NULL,
	"applied" boolean NOT NULL,
	"received_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "provider_reports_organization_id_provider_message_id_pk" PRIMARY KEY("organization_id","provider","message_id")
);
--> statement-breakpoint
CREATE TABLE "sandbox_payments" (
	"organization_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"reference" text NOT NULL,
	"outcome" text NOT NULL,
	"accepted_at" timestamp (3) with time zone NOT NULL,
	"reports_sent" smallint DEFAULT 0 NOT NULL,
	"done_at" timestamp (3) with time zone,
	"attempts" integer DEFAULT 0 NOT NULL,
	"next_attempt_at" timestamp (3) with time zone NOT NULL,
	"leased_until" timestamp (3) with time zone,
	"fence" integer DEFAULT 0 NOT NULL,
	CONSTRAINT "sandbox_payments_organization_id_id_pk" PRIMARY KEY("organization_id","id")
);
--> statement-breakpoint
CREATE TABLE "worker_beats" (
	"id" uuid PRIMARY KEY NOT NULL,
	"started_at" timestamp (3) with time zone NOT NULL,
	"beat_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
ALTER TABLE "ingest_errors" ADD COLUMN "payout_id" uuid;--> statement-breakpoint
ALTER TABLE "organizations" ADD COLUMN "brand_color" text DEFAULT '#1d4ed8' NOT NULL;--> statement-breakpoint
ALTER TABLE "organizations" ADD COLUMN "reminder_days" smallint[] DEFAULT '{7,3,1}' NOT NULL;--> statement-breakpoint
ALTER TABLE "organizations" ADD COLUMN "verification_limit" smallint DEFAULT 5 NOT NULL;--> statement-breakpoint
ALTER TABLE "payouts" ADD COLUMN "verified_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "payouts" ADD COLUMN "verification_answer" text;--> statement-breakpoint
ALTER TABLE "payouts" ADD COLUMN "verification_attempts" smallint DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "payouts" ADD COLUMN "code_count" smallint DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "payouts" ADD COLUMN "code_sent_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "payouts" ADD COLUMN "reminder_count" smallint DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "payouts" ADD COLUMN "last_reminded_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "payout_attempts" ADD CONSTRAINT "payout_attempts_organization_id_payout_id_payouts_organization_id_id_fk" FOREIGN KEY ("organization_id","payout_id") REFERENCES "public"."payouts"("organization_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "provider_reports" ADD CONSTRAINT "provider_reports_organization_id_attempt_id_payout_attempts_organization_id_id_fk" FOREIGN KEY ("organization_id","attempt_id") REFERENCES "public"."payout_attempts"("organization_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "sandbox_payments" ADD CONSTRAINT "sandbox_payments_organization_id_organizations_id_fk" FOREIGN KEY ("organization_id") REFERENCES "public"."organizations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "payout_attempts_number" ON "payout_attempts" USING btree ("organization_id","payout_id","number");--> statement-breakpoint
CREATE UNIQUE INDEX "payout_attempts_open" ON "payout_attempts" USING btree ("organization_id","payout_id") WHERE "payout_attempts"."status" in ('queued', 'sent');--> statement-breakpoint
CREATE INDEX "payout_attempts_due" ON "payout_attempts" USING btree ("next_attempt_at") WHERE "payout_attempts"."status" in ('queued', 'sent');--> statement-breakpoint
CREATE INDEX "payout_attempts_id" ON "payout_attempts" USING btree ("id");--> statement-breakpoint
CREATE INDEX "sandbox_payments_reference" ON "sandbox_payments" USING btree ("organization_id","reference");--> statement-breakpoint
CREATE INDEX "sandbox_payments_due" ON "sandbox_payments" USING btree ("next_attempt_at") WHERE "sandbox_payments"."done_at" is null;--> statement-breakpoint
ALTER TABLE "ingest_errors" ADD CONSTRAINT "ingest_errors_organization_id_payout_id_payouts_organization_id_id_fk" FOREIGN KEY ("organization_id","payout_id") REFERENCES "public"."payouts"("organization_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "emails_due_of_kind" ON "emails" USING btree ("kind","next_attempt_at") WHERE "emails"."status" = 'queued' and "emails"."kind" <> 'payout_sent';--> statement-breakpoint
CREATE UNIQUE INDEX "ingest_errors_payout" ON "ingest_errors" USING btree ("organization_id","payout_id","code") WHERE "ingest_errors"."payout_id" is not null and "ingest_errors"."resolved_at" is null;--> statement-breakpoint
ALTER TABLE "organizations" ADD CONSTRAINT "organizations_brand_color_form" CHECK ("organizations"."brand_color" ~ '^#[0-9a-f]{6}$');--> statement-breakpoint
ALTER TABLE "organizations" ADD CONSTRAINT "organizations_reminder_days" CHECK (cardinality("organizations"."reminder_days") <= 5 and 1 <= all("organizations"."reminder_days") and 60 >= all("organizations"."reminder_days"));--> statement-breakpoint
ALTER TABLE "organizations" ADD CONSTRAINT "organizations_verification_limit" CHECK ("organizations"."verification_limit" between 1 and 20);--> statement-breakpoint
ALTER TABLE "payouts" ADD CONSTRAINT "payouts_verification_limit" CHECK ("payouts"."verification_attempts" between 0 and 20);--> statement-breakpoint
ALTER TABLE "payouts" ADD CONSTRAINT "payouts_code_has_time" CHECK (("payouts"."code_count" = 0) = ("payouts"."code_sent_at" is null));--> statement-breakpoint
ALTER TABLE "payouts" ADD CONSTRAINT "payouts_reminder_has_time" CHECK (("payouts"."reminder_count" = 0) = ("payouts"."last_reminded_at" is null));