CREATE TYPE "public"."batch_format" AS ENUM('csv', 'xlsx');--> statement-breakpoint
CREATE TYPE "public"."batch_mode" AS ENUM('valid_rows', 'all_or_nothing');--> statement-breakpoint
CREATE TYPE "public"."batch_status" AS ENUM('received', 'validating', 'ready', 'processing', 'processed', 'partially_processed', 'rejected', 'discarded');--> statement-breakpoint
CREATE TYPE "public"."email_kind" AS ENUM('payout_sent', 'payout_resent', 'payout_canceled');--> statement-breakpoint
CREATE TYPE "public"."email_status" AS ENUM('queued', 'sent', 'bounced', 'failed');--> statement-breakpoint
CREATE TYPE "public"."actor_type" AS ENUM('user', 'recipient', 'api_key', 'system');--> statement-breakpoint
CREATE TYPE "public"."ingest_error_scope" AS ENUM('file', 'row', 'field');--> statement-breakpoint
CREATE TYPE "public"."ingest_error_stage" AS ENUM('validation', 'processing');--> statement-breakpoint
CREATE TYPE "public"."payout_status" AS ENUM('pending', 'submitted', 'completed', 'failed_to_send', 'failed_to_process', 'expired', 'canceled');--> statement-breakpoint
CREATE TYPE "public"."user_role" AS ENUM('admin', 'viewer');--> statement-breakpoint
CREATE TABLE "batch_file_chunks" (
	"organization_id" uuid NOT NULL,
	"batch_id" uuid NOT NULL,
	"seq" integer NOT NULL,
	"bytes" "bytea" NOT NULL,
	CONSTRAINT "batch_file_chunks_organization_id_batch_id_seq_pk" PRIMARY KEY("organization_id","batch_id","seq")
);
--> statement-breakpoint
CREATE TABLE "batches" (
	"organization_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"file_name" text NOT NULL,
	"format" "batch_format" DEFAULT 'csv' NOT NULL,
	"sheet" text,
	"file_sha256" text,
	"file_bytes" bigint NOT NULL,
	"status" "batch_status" NOT NULL,
	"mode" "batch_mode",
	"auto_process" boolean DEFAULT false NOT NULL,
	"decided_by" uuid,
	"record_count" integer NOT NULL,
	"accepted_count" integer NOT NULL,
	"refused_count" integer NOT NULL,
	"created_count" integer DEFAULT 0 NOT NULL,
	"duplicate_count" integer DEFAULT 0 NOT NULL,
	"totals" jsonb DEFAULT '[]'::jsonb NOT NULL,
	"ignored_columns" jsonb DEFAULT '[]'::jsonb NOT NULL,
	"bytes_read" bigint DEFAULT 0 NOT NULL,
	"validated_line" integer DEFAULT 0 NOT NULL,
	"processed_line" integer DEFAULT 0 NOT NULL,
	"correction_of" uuid,
	"attempts" integer DEFAULT 0 NOT NULL,
	"next_attempt_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"leased_until" timestamp (3) with time zone,
	"fence" integer DEFAULT 0 NOT NULL,
	"created_by" uuid,
	"created_at" timestamp (3) with time zone NOT NULL,
	"validated_at" timestamp (3) with time zone,
	"processed_at" timestamp (3) with time zone,
	CONSTRAINT "batches_organization_id_id_pk" PRIMARY KEY("organization_id","id"),
	CONSTRAINT "batches_counts" CHECK ("batches"."accepted_count" >= 0 and "batches"."refused_count" >= 0 and "batches"."accepted_count" + "batches"."refused_count" = "batches"."record_count"),
	CONSTRAINT "batches_created_accepted" CHECK ("batches"."created_count" between 0 and "batches"."accepted_count"),
	CONSTRAINT "batches_never_processed_with_refusals" CHECK ("batches"."status" not in ('processed', 'partially_processed')
        or ("batches"."created_count" = "batches"."accepted_count" and ("batches"."status" = 'processed') = ("batches"."refused_count" = 0) and "batches"."accepted_count" > 0)),
	CONSTRAINT "batches_rejected_made_nothing" CHECK ("batches"."status" <> 'rejected' or "batches"."created_count" = 0),
	CONSTRAINT "batches_file_name_length" CHECK (char_length("batches"."file_name") between 1 and 255)
);
--> statement-breakpoint
CREATE TABLE "emails" (
	"organization_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"payout_id" uuid NOT NULL,
	"kind" "email_kind" NOT NULL,
	"ordinal" smallint NOT NULL,
	"to_email" text NOT NULL,
	"status" "email_status" NOT NULL,
	"queued_at" timestamp (3) with time zone NOT NULL,
	"sent_at" timestamp (3) with time zone,
	"attempts" integer DEFAULT 0 NOT NULL,
	"next_attempt_at" timestamp (3) with time zone NOT NULL,
	"leased_until" timestamp (3) with time zone,
	"fence" integer DEFAULT 0 NOT NULL,
	"last_error" text,
	CONSTRAINT "emails_organization_id_id_pk" PRIMARY KEY("organization_id","id"),
	CONSTRAINT "emails_sent_has_time" CHECK (("emails"."status" in ('sent', 'bounced')) = ("emails"."sent_at" is not null))
);
--> statement-breakpoint
CREATE TABLE "events" (
	"organization_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"occurred_at" timestamp (3) with time zone NOT NULL,
	"name" text NOT NULL,
	"actor_type" "actor_type" NOT NULL,
	"actor_user_id" uuid,
	"payout_id" uuid,
	"batch_id" uuid,
	"user_id" uuid,
	"from_status" "payout_status",
	"to_status" "payout_status",
	"reason" text,
	"data" jsonb,
	"request_id" text,
	CONSTRAINT "events_organization_id_id_pk" PRIMARY KEY("organization_id","id")
);
--> statement-breakpoint
CREATE TABLE "ingest_errors" (
	"organization_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"batch_id" uuid NOT NULL,
	"refused_row_id" uuid,
	"scope" "ingest_error_scope" NOT NULL,
	"stage" "ingest_error_stage" NOT NULL,
	"line" integer,
	"column_name" text,
	"code" text NOT NULL,
	"message" text NOT NULL,
	"value" text,
	"suggestion" text,
	"occurred_at" timestamp (3) with time zone NOT NULL,
	"resolved_at" timestamp (3) with time zone,
	CONSTRAINT "ingest_errors_organization_id_id_pk" PRIMARY KEY("organization_id","id")
);
--> statement-breakpoint
CREATE TABLE "organizations" (
	"id" uuid PRIMARY KEY NOT NULL,
	"slug" text NOT NULL,
	"name" text NOT NULL,
	"time_zone" text NOT NULL,
	"support_email" text NOT NULL,
	"payout_lifetime_days" integer DEFAULT 30 NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "organizations_slug_form" CHECK ("organizations"."slug" ~ '^[a-z0-9][a-z0-9-]{0,62}$'),
	CONSTRAINT "organizations_name_length" CHECK (char_length("organizations"."name") between 1 and 200),
	CONSTRAINT "organizations_lifetime" CHECK ("organizations"."payout_lifetime_days" between 1 and 730)
);
--> statement-breakpoint
CREATE TABLE "payouts" (
	"organization_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"batch_id" uuid,
	"line" integer,
	"reference" text NOT NULL,
	"recipient_name" text NOT NULL,
	"recipient_email" text NOT NULL,
	"amount_minor" bigint NOT NULL,
	"currency" char(3) NOT NULL,
	"status" "payout_status" NOT NULL,
	"status_changed_at" timestamp (3) with time zone NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"expires_at" timestamp (3) with time zone NOT NULL,
	"failure_code" text,
	"failure_detail" text,
	"opened_at" timestamp (3) with time zone,
	"link_version" smallint DEFAULT 1 NOT NULL,
	"link_hash" text NOT NULL,
	"resend_count" smallint DEFAULT 0 NOT NULL,
	"last_emailed_at" timestamp (3) with time zone,
	"reissue_of" uuid,
	"archived_at" timestamp (3) with time zone,
	CONSTRAINT "payouts_organization_id_id_pk" PRIMARY KEY("organization_id","id"),
	CONSTRAINT "payouts_amount_positive" CHECK ("payouts"."amount_minor" > 0),
	CONSTRAINT "payouts_currency_form" CHECK ("payouts"."currency" ~ '^[A-Z]{3}$'),
	CONSTRAINT "payouts_resend_limit" CHECK ("payouts"."resend_count" between 0 and 5),
	CONSTRAINT "payouts_failure_has_reason" CHECK (("payouts"."status" in ('failed_to_send', 'failed_to_process')) = ("payouts"."failure_code" is not null)),
	CONSTRAINT "payouts_expired_at_expiry" CHECK ("payouts"."status" <> 'expired' or "payouts"."status_changed_at" = "payouts"."expires_at"),
	CONSTRAINT "payouts_archived_after_end" CHECK ("payouts"."archived_at" is null or "payouts"."status" in ('expired', 'failed_to_send', 'failed_to_process')),
	CONSTRAINT "payouts_batch_and_line" CHECK (("payouts"."batch_id" is null) = ("payouts"."line" is null)),
	CONSTRAINT "payouts_reference_length" CHECK (char_length("payouts"."reference") between 1 and 100),
	CONSTRAINT "payouts_name_length" CHECK (char_length("payouts"."recipient_name") between 1 and 200),
	CONSTRAINT "payouts_email_length" CHECK (char_length("payouts"."recipient_email") between 3 and 254)
);
--> statement-breakpoint
CREATE TABLE "refused_rows" (
	"organization_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"batch_id" uuid NOT NULL,
	"line" integer NOT NULL,
	"values" jsonb NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"payout_id" uuid,
	"resolved_at" timestamp (3) with time zone,
	"resolved_by" uuid,
	CONSTRAINT "refused_rows_organization_id_id_pk" PRIMARY KEY("organization_id","id")
);
--> statement-breakpoint
CREATE TABLE "users" (
	"organization_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"email" text NOT NULL,
	"name" text NOT NULL,
	"role" "user_role" NOT NULL,
	"active" boolean DEFAULT true NOT NULL,
	"password_hash" text NOT NULL,
	"session_version" integer DEFAULT 1 NOT NULL,
	"last_sign_in_at" timestamp (3) with time zone,
	"created_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "users_organization_id_id_pk" PRIMARY KEY("organization_id","id"),
	CONSTRAINT "users_email_lower" CHECK ("users"."email" = lower("users"."email") and char_length("users"."email") between 3 and 254),
	CONSTRAINT "users_name_length" CHECK (char_length("users"."name") between 1 and 200)
);
--> statement-breakpoint
ALTER TABLE "batch_file_chunks" ADD CONSTRAINT "batch_file_chunks_organization_id_batch_id_batches_organization_id_id_fk" FOREIGN KEY ("organization_id","batch_id") REFERENCES "public"."batches"("organization_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "batches" ADD CONSTRAINT "batches_organization_id_organizations_id_fk" FOREIGN KEY ("organization_id") REFERENCES "public"."organizations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "batches" ADD CONSTRAINT "batches_organization_id_created_by_users_organization_id_id_fk" FOREIGN KEY ("organization_id","created_by") REFERENCES "public"."users"("organization_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "batches" ADD CONSTRAINT "batches_organization_id_decided_by_users_organization_id_id_fk" FOREIGN KEY ("organization_id","decided_by") REFERENCES "public"."users"("organization_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "batches" ADD CONSTRAINT "batches_organization_id_correction_of_batches_organization_id_id_fk" FOREIGN KEY ("organization_id","correction_of") REFERENCES "public"."batches"("organization_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "emails" ADD CONSTRAINT "emails_organization_id_payout_id_payouts_organization_id_id_fk" FOREIGN KEY ("organization_id","payout_id") REFERENCES "public"."payouts"("organization_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "events" ADD CONSTRAINT "events_organization_id_organizations_id_fk" FOREIGN KEY ("organization_id") REFERENCES "public"."organizations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "events" ADD CONSTRAINT "events_organization_id_actor_user_id_users_organization_id_id_fk" FOREIGN KEY ("organization_id","actor_user_id") REFERENCES "public"."users"("organization_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "events" ADD CONSTRAINT "events_organization_id_payout_id_payouts_organization_id_id_fk" FOREIGN KEY ("organization_id","payout_id") REFERENCES "public"."payouts"("organization_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "events" ADD CONSTRAINT "events_organization_id_batch_id_batches_organization_id_id_fk" FOREIGN KEY ("organization_id","batch_id") REFERENCES "public"."batches"("organization_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "events" ADD CONSTRAINT "events_organization_id_user_id_users_organization_id_id_fk" FOREIGN KEY ("organization_id","user_id") REFERENCES "public"."users"("organization_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "ingest_errors" ADD CONSTRAINT "ingest_errors_organization_id_batch_id_batches_organization_id_id_fk" FOREIGN KEY ("organization_id","batch_id") REFERENCES "public"."batches"("organization_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "ingest_errors" ADD CONSTRAINT "ingest_errors_organization_id_refused_row_id_refused_rows_organization_id_id_fk" FOREIGN KEY ("organization_id","refused_row_id") REFERENCES "public"."refused_rows"("organization_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "payouts" ADD CONSTRAINT "payouts_organization_id_organizations_id_fk" FOREIGN KEY ("organization_id") REFERENCES "public"."organizations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "payouts" ADD CONSTRAINT "payouts_organization_id_batch_id_batches_organization_id_id_fk" FOREIGN KEY ("organization_id","batch_id") REFERENCES "public"."batches"("organization_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "payouts" ADD CONSTRAINT "payouts_organization_id_reissue_of_payouts_organization_id_id_fk" FOREIGN KEY ("organization_id","reissue_of") REFERENCES "public"."payouts"("organization_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "refused_rows" ADD CONSTRAINT "refused_rows_organization_id_batch_id_batches_organization_id_id_fk" FOREIGN KEY ("organization_id","batch_id") REFERENCES "public"."batches"("organization_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "refused_rows" ADD CONSTRAINT "refused_rows_organization_id_payout_id_payouts_organization_id_id_fk" FOREIGN KEY ("organization_id","payout_id") REFERENCES "public"."payouts"("organization_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "refused_rows" ADD CONSTRAINT "refused_rows_organization_id_resolved_by_users_organization_id_id_fk" FOREIGN KEY ("organization_id","resolved_by") REFERENCES "public"."users"("organization_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "users" ADD CONSTRAINT "users_organization_id_organizations_id_fk" FOREIGN KEY ("organization_id") REFERENCES "public"."organizations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "batches_file" ON "batches" USING btree ("organization_id","file_sha256") WHERE "batches"."status" <> 'discarded';--> statement-breakpoint
CREATE INDEX "batches_created" ON "batches" USING btree ("organization_id","created_at","id");--> statement-breakpoint
CREATE INDEX "batches_due" ON "batches" USING btree ("next_attempt_at") WHERE "batches"."status" in ('received', 'validating', 'processing');--> statement-breakpoint
CREATE UNIQUE INDEX "emails_once" ON "emails" USING btree ("organization_id","payout_id","kind","ordinal");--> statement-breakpoint
CREATE INDEX "emails_queued_at" ON "emails" USING btree ("organization_id","queued_at","id");--> statement-breakpoint
CREATE INDEX "emails_due" ON "emails" USING btree ("next_attempt_at") WHERE "emails"."status" = 'queued';--> statement-breakpoint
CREATE INDEX "events_occurred" ON "events" USING btree ("organization_id","occurred_at","id");--> statement-breakpoint
CREATE INDEX "events_payout" ON "events" USING btree ("organization_id","payout_id","occurred_at");--> statement-breakpoint
CREATE INDEX "ingest_errors_batch" ON "ingest_errors" USING btree ("organization_id","batch_id","line");--> statement-breakpoint
CREATE INDEX "ingest_errors_unresolved" ON "ingest_errors" USING btree ("organization_id","occurred_at","batch_id") WHERE "ingest_errors"."resolved_at" is null;--> statement-breakpoint
CREATE INDEX "ingest_errors_row" ON "ingest_errors" USING btree ("organization_id","refused_row_id");--> statement-breakpoint
CREATE UNIQUE INDEX "organizations_slug" ON "organizations" USING btree ("slug");--> statement-breakpoint
CREATE UNIQUE INDEX "payouts_reference" ON "payouts" USING btree ("organization_id","reference");--> statement-breakpoint
CREATE UNIQUE INDEX "payouts_batch_line" ON "payouts" USING btree ("organization_id","batch_id","line");--> statement-breakpoint
CREATE UNIQUE INDEX "payouts_reissue_of" ON "payouts" USING btree ("organization_id","reissue_of");--> statement-breakpoint
CREATE INDEX "payouts_changed" ON "payouts" USING btree ("organization_id","status_changed_at","id");--> statement-breakpoint
CREATE INDEX "payouts_created" ON "payouts" USING btree ("organization_id","created_at","id");--> statement-breakpoint
CREATE INDEX "payouts_status_changed" ON "payouts" USING btree ("organization_id","status","status_changed_at","id");--> statement-breakpoint
CREATE INDEX "payouts_due" ON "payouts" USING btree ("organization_id","expires_at","id") WHERE "payouts"."status" = 'pending';--> statement-breakpoint
CREATE INDEX "payouts_link" ON "payouts" USING btree ("link_hash");--> statement-breakpoint
CREATE INDEX "payouts_email_prefix" ON "payouts" USING btree ("organization_id",lower("recipient_email") text_pattern_ops);--> statement-breakpoint
CREATE INDEX "payouts_reference_prefix" ON "payouts" USING btree ("organization_id",lower("reference") text_pattern_ops);--> statement-breakpoint
CREATE INDEX "payouts_name_prefix" ON "payouts" USING btree ("organization_id",lower("recipient_name") text_pattern_ops);--> statement-breakpoint
CREATE UNIQUE INDEX "refused_rows_line" ON "refused_rows" USING btree ("organization_id","batch_id","line");--> statement-breakpoint
CREATE UNIQUE INDEX "users_email" ON "users" USING btree ("organization_id","email");--> statement-breakpoint
CREATE INDEX "users_sign_in" ON "users" USING btree ("email");