ALTER TABLE "batches" DROP CONSTRAINT "batches_counts";--> statement-breakpoint
ALTER TABLE "batches" ADD COLUMN "set_aside_count" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "refused_rows" ADD COLUMN "set_aside_reason" text;--> statement-breakpoint
ALTER TABLE "batches" ADD CONSTRAINT "batches_counts" CHECK (least("batches"."accepted_count", "batches"."refused_count", "batches"."set_aside_count") >= 0
        and "batches"."accepted_count" + "batches"."refused_count" + "batches"."set_aside_count" = "batches"."record_count");--> statement-breakpoint
ALTER TABLE "refused_rows" ADD CONSTRAINT "refused_rows_resolved_once" CHECK (num_nonnulls("refused_rows"."payout_id", "refused_rows"."set_aside_reason") = num_nonnulls("refused_rows"."resolved_at"));--> statement-breakpoint
ALTER TABLE "refused_rows" ADD CONSTRAINT "refused_rows_reason_length" CHECK (char_length("refused_rows"."set_aside_reason") between 1 and 500);