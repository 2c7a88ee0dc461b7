CREATE TYPE "public"."hidden_rows_choice" AS ENUM('include', 'skip');--> statement-breakpoint
ALTER TABLE "batches" DROP CONSTRAINT "batches_counts";--> statement-breakpoint
ALTER TABLE "batches" ADD COLUMN "skipped_count" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "batches" ADD COLUMN "hidden_row_count" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "batches" ADD COLUMN "hidden_rows" "hidden_rows_choice";--> statement-breakpoint
ALTER TABLE "batches" ADD COLUMN "sheet_notes" jsonb;--> statement-breakpoint
ALTER TABLE "batches" ADD CONSTRAINT "batches_skipped_are_hidden" CHECK ("batches"."skipped_count" = 0 or ("batches"."skipped_count" = "batches"."hidden_row_count" and "batches"."hidden_rows" is not distinct from 'skip'));--> statement-breakpoint
ALTER TABLE "batches" ADD CONSTRAINT "batches_hidden_rows_are_meant" CHECK ("batches"."hidden_row_count" = 0 or "batches"."hidden_rows" is not null
        or "batches"."status" not in ('awaiting_file_check', 'processing', 'processed', 'partially_processed'));--> statement-breakpoint
ALTER TABLE "batches" ADD CONSTRAINT "batches_counts" CHECK (least("batches"."accepted_count", "batches"."refused_count", "batches"."set_aside_count", "batches"."skipped_count") >= 0
        and "batches"."accepted_count" + "batches"."refused_count" + "batches"."set_aside_count" + "batches"."skipped_count" = "batches"."record_count");