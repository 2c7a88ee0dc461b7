CREATE TYPE "public"."run_result" AS ENUM('done', 'skipped', 'failed');--> statement-breakpoint
CREATE TYPE "public"."run_action" AS ENUM('resend', 'cancel', 'extend', 'reissue', 'retry');--> statement-breakpoint
CREATE TYPE "public"."run_status" AS ENUM('draft', 'running', 'stopped', 'done');--> statement-breakpoint
CREATE TABLE "run_payouts" (
	"organization_id" uuid NOT NULL,
	"run_id" uuid NOT NULL,
	"position" integer NOT NULL,
	"payout_id" uuid NOT NULL,
	"result" "run_result",
	"why" text,
	"new_payout_id" uuid,
	"decided_at" timestamp (3) with time zone,
	CONSTRAINT "run_payouts_organization_id_run_id_position_pk" PRIMARY KEY("organization_id","run_id","position"),
	CONSTRAINT "run_payouts_decided" CHECK (("run_payouts"."result" is null) = ("run_payouts"."decided_at" is null)),
	CONSTRAINT "run_payouts_says_why" CHECK (coalesce("run_payouts"."result" <> 'done', false) = ("run_payouts"."why" is not null)),
	CONSTRAINT "run_payouts_new_is_done" CHECK ("run_payouts"."new_payout_id" is null or coalesce("run_payouts"."result" = 'done', false)),
	CONSTRAINT "run_payouts_why_length" CHECK (char_length("run_payouts"."why") between 1 and 1000)
);
--> statement-breakpoint
CREATE TABLE "runs" (
	"organization_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"action" "run_action" NOT NULL,
	"filter" text,
	"status" "run_status" DEFAULT 'draft' NOT NULL,
	"payout_count" integer NOT NULL,
	"done_count" integer DEFAULT 0 NOT NULL,
	"skipped_count" integer DEFAULT 0 NOT NULL,
	"failed_count" integer DEFAULT 0 NOT NULL,
	"reason" text,
	"expires_at" timestamp (3) with time zone,
	"created_by" uuid NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"started_by" uuid,
	"started_at" timestamp (3) with time zone,
	"ended_at" timestamp (3) with time zone,
	"stopped_by" uuid,
	"attempts" integer DEFAULT 0 NOT NULL,
	"leased_until" timestamp (3) with time zone,
	"fence" integer DEFAULT 0 NOT NULL,
	"next_attempt_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "runs_organization_id_id_pk" PRIMARY KEY("organization_id","id"),
	CONSTRAINT "runs_counts" CHECK (least("runs"."done_count", "runs"."skipped_count", "runs"."failed_count") >= 0 and "runs"."payout_count" between 1 and 100000
      and "runs"."done_count" + "runs"."skipped_count" + "runs"."failed_count" <= "runs"."payout_count"),
	CONSTRAINT "runs_done_with_all" CHECK ("runs"."status" <> 'done' or "runs"."done_count" + "runs"."skipped_count" + "runs"."failed_count" = "runs"."payout_count"),
	CONSTRAINT "runs_started_by_somebody" CHECK (("runs"."status" = 'draft') = ("runs"."started_at" is null) and ("runs"."started_at" is null) = ("runs"."started_by" is null)),
	CONSTRAINT "runs_end_has_time" CHECK (("runs"."status" in ('stopped', 'done')) = ("runs"."ended_at" is not null)),
	CONSTRAINT "runs_stopped_by_somebody" CHECK ("runs"."stopped_by" is null or "runs"."status" = 'stopped'),
	CONSTRAINT "runs_reason_length" CHECK (char_length("runs"."reason") between 1 and 500),
	CONSTRAINT "runs_cancel_has_reason" CHECK ("runs"."action" <> 'cancel' or "runs"."status" = 'draft' or "runs"."reason" is not null),
	CONSTRAINT "runs_extend_has_expiry" CHECK (("runs"."action" = 'extend' and "runs"."status" <> 'draft') = ("runs"."expires_at" is not null)),
	CONSTRAINT "runs_filter_length" CHECK (char_length("runs"."filter") <= 2000)
);
--> statement-breakpoint
ALTER TABLE "run_payouts" ADD CONSTRAINT "run_payouts_organization_id_run_id_runs_organization_id_id_fk" FOREIGN KEY ("organization_id","run_id") REFERENCES "public"."runs"("organization_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "run_payouts" ADD CONSTRAINT "run_payouts_organization_id_payout_id_payouts_organization_id_id_fk" FOREIGN KEY ("organization_id","payout_id") REFERENCES "public"."payouts"("organization_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "run_payouts" ADD CONSTRAINT "run_payouts_organization_id_new_payout_id_payouts_organization_id_id_fk" FOREIGN KEY ("organization_id","new_payout_id") REFERENCES "public"."payouts"("organization_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "runs" ADD CONSTRAINT "runs_organization_id_organizations_id_fk" FOREIGN KEY ("organization_id") REFERENCES "public"."organizations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "runs" ADD CONSTRAINT "runs_organization_id_created_by_users_organization_id_id_fk" FOREIGN KEY ("organization_id","created_by") REFERENCES "public"."users"("organization_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "runs" ADD CONSTRAINT "runs_organization_id_started_by_users_organization_id_id_fk" FOREIGN KEY ("organization_id","started_by") REFERENCES "public"."users"("organization_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "runs" ADD CONSTRAINT "runs_organization_id_stopped_by_users_organization_id_id_fk" FOREIGN KEY ("organization_id","stopped_by") REFERENCES "public"."users"("organization_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "run_payouts_once" ON "run_payouts" USING btree ("organization_id","run_id","payout_id");--> statement-breakpoint
CREATE INDEX "run_payouts_result" ON "run_payouts" USING btree ("organization_id","run_id","result","position") WHERE "run_payouts"."result" is not null;--> statement-breakpoint
CREATE INDEX "runs_started" ON "runs" USING btree ("organization_id","started_at","id") WHERE "runs"."started_at" is not null;--> statement-breakpoint
CREATE INDEX "runs_due_in_turn" ON "runs" USING btree ("organization_id","next_attempt_at") WHERE "runs"."status" in ('draft', 'running');