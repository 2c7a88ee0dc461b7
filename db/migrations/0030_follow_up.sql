CREATE TABLE "note_mentions" (
	"organization_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"note_id" uuid NOT NULL,
	"user_id" uuid NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "note_mentions_organization_id_id_pk" PRIMARY KEY("organization_id","id")
);
--> statement-breakpoint
CREATE TABLE "notes" (
	"organization_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"payout_id" uuid,
	"batch_id" uuid,
	"author_id" uuid NOT NULL,
	"text" text,
	"created_at" timestamp (3) with time zone NOT NULL,
	"withdrawn_at" timestamp (3) with time zone,
	"withdrawn_by" uuid,
	CONSTRAINT "notes_organization_id_id_pk" PRIMARY KEY("organization_id","id"),
	CONSTRAINT "notes_one_subject" CHECK (num_nonnulls("notes"."payout_id", "notes"."batch_id") = 1),
	CONSTRAINT "notes_withdrawn_has_no_text" CHECK (num_nonnulls("notes"."withdrawn_at", "notes"."withdrawn_by") = case when "notes"."text" is null then 2 else 0 end),
	CONSTRAINT "notes_text_length" CHECK (char_length("notes"."text") between 1 and 2000)
);
--> statement-breakpoint
ALTER TABLE "batches" ADD COLUMN "assignee_id" uuid;--> statement-breakpoint
ALTER TABLE "batches" ADD COLUMN "snoozed_until" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "batches" ADD COLUMN "handled_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "batches" ADD COLUMN "handled_reason" text;--> statement-breakpoint
ALTER TABLE "payouts" ADD COLUMN "assignee_id" uuid;--> statement-breakpoint
ALTER TABLE "payouts" ADD COLUMN "snoozed_until" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "payouts" ADD COLUMN "handled_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "payouts" ADD COLUMN "handled_reason" text;--> statement-breakpoint
ALTER TABLE "note_mentions" ADD CONSTRAINT "note_mentions_organization_id_note_id_notes_organization_id_id_fk" FOREIGN KEY ("organization_id","note_id") REFERENCES "public"."notes"("organization_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "note_mentions" ADD CONSTRAINT "note_mentions_organization_id_user_id_users_organization_id_id_fk" FOREIGN KEY ("organization_id","user_id") REFERENCES "public"."users"("organization_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "notes" ADD CONSTRAINT "notes_organization_id_organizations_id_fk" FOREIGN KEY ("organization_id") REFERENCES "public"."organizations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "notes" ADD CONSTRAINT "notes_organization_id_payout_id_payouts_organization_id_id_fk" FOREIGN KEY ("organization_id","payout_id") REFERENCES "public"."payouts"("organization_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "notes" ADD CONSTRAINT "notes_organization_id_batch_id_batches_organization_id_id_fk" FOREIGN KEY ("organization_id","batch_id") REFERENCES "public"."batches"("organization_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "notes" ADD CONSTRAINT "notes_organization_id_author_id_users_organization_id_id_fk" FOREIGN KEY ("organization_id","author_id") REFERENCES "public"."users"("organization_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "notes" ADD CONSTRAINT "notes_organization_id_withdrawn_by_users_organization_id_id_fk" FOREIGN KEY ("organization_id","withdrawn_by") REFERENCES "public"."users"("organization_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "note_mentions_once" ON "note_mentions" USING btree ("organization_id","note_id","user_id");--> statement-breakpoint
CREATE INDEX "note_mentions_user" ON "note_mentions" USING btree ("organization_id","user_id","created_at","note_id");--> statement-breakpoint
CREATE INDEX "notes_payout" ON "notes" USING btree ("organization_id","payout_id","created_at","id") WHERE "notes"."payout_id" is not null;--> statement-breakpoint
CREATE INDEX "notes_batch" ON "notes" USING btree ("organization_id","batch_id","created_at","id") WHERE "notes"."batch_id" is not null;--> statement-breakpoint
ALTER TABLE "batches" ADD CONSTRAINT "batches_organization_id_assignee_id_users_organization_id_id_fk" FOREIGN KEY ("organization_id","assignee_id") REFERENCES "public"."users"("organization_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "payouts" ADD CONSTRAINT "payouts_organization_id_assignee_id_users_organization_id_id_fk" FOREIGN KEY ("organization_id","assignee_id") REFERENCES "public"."users"("organization_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "batches_in_hand" ON "batches" USING btree ("organization_id","created_at","id") WHERE ("batches"."assignee_id" is not null or "batches"."snoozed_until" is not null or "batches"."handled_at" is not null);--> statement-breakpoint
CREATE INDEX "payouts_in_hand" ON "payouts" USING btree ("organization_id","status_changed_at","id") INCLUDE ("status","currency","archived_at","expires_at","created_at","amount_minor","batch_id","assignee_id","snoozed_until","handled_at") WHERE ("payouts"."assignee_id" is not null or "payouts"."snoozed_until" is not null or "payouts"."handled_at" is not null);--> statement-breakpoint
CREATE INDEX "payouts_assigned" ON "payouts" USING btree ("organization_id","assignee_id","status_changed_at","id") INCLUDE ("status","currency","archived_at","expires_at","created_at","amount_minor","batch_id","snoozed_until","handled_at") WHERE "payouts"."assignee_id" is not null;--> statement-breakpoint
ALTER TABLE "batches" ADD CONSTRAINT "batches_handled_has_reason" CHECK (("batches"."handled_at" is null) = ("batches"."handled_reason" is null)
        and ("batches"."handled_reason" is null or char_length("batches"."handled_reason") between 1 and 500));--> statement-breakpoint
ALTER TABLE "payouts" ADD CONSTRAINT "payouts_handled_has_reason" CHECK (("payouts"."handled_at" is null) = ("payouts"."handled_reason" is null)
        and ("payouts"."handled_reason" is null or char_length("payouts"."handled_reason") between 1 and 500));--> statement-breakpoint
ALTER TABLE "payouts" ADD CONSTRAINT "payouts_replaced_is_left_alone" CHECK ("payouts"."archived_at" is null or num_nonnulls("payouts"."snoozed_until", "payouts"."handled_at") = 0);