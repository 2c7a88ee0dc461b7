CREATE TABLE "review_rows" (
	"organization_id" uuid NOT NULL,
	"batch_id" uuid NOT NULL,
	"line" integer NOT NULL,
	"recipient_name" text NOT NULL,
	"recipient_email" text NOT NULL,
	"amount_minor" bigint NOT NULL,
	"currency" char(3) NOT NULL,
	"is_first" boolean NOT NULL,
	"repeats_line" integer,
	"repeats_payout_id" uuid,
	CONSTRAINT "review_rows_organization_id_batch_id_line_pk" PRIMARY KEY("organization_id","batch_id","line"),
	CONSTRAINT "review_rows_repeat_one" CHECK (num_nonnulls("review_rows"."repeats_line", "review_rows"."repeats_payout_id") <= 1)
);
--> statement-breakpoint
ALTER TABLE "review_rows" ADD CONSTRAINT "review_rows_organization_id_batch_id_batches_organization_id_id_fk" FOREIGN KEY ("organization_id","batch_id") REFERENCES "public"."batches"("organization_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "review_rows" ADD CONSTRAINT "review_rows_organization_id_repeats_payout_id_payouts_organization_id_id_fk" FOREIGN KEY ("organization_id","repeats_payout_id") REFERENCES "public"."payouts"("organization_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "review_rows_payout" ON "review_rows" USING btree ("organization_id","repeats_payout_id");