ALTER TABLE "batches" DROP CONSTRAINT "batches_organization_id_correction_of_batches_organization_id_id_fk";--> statement-breakpoint
ALTER TABLE "batches" DROP COLUMN "correction_of";--> statement-breakpoint
UPDATE "batches" SET "validated_at" = coalesce("processed_at", "created_at") WHERE "status" in ('ready', 'processing') and "validated_at" is null;--> statement-breakpoint
UPDATE "batches" SET "processed_at" = coalesce("validated_at", "created_at") WHERE "status" in ('processed', 'partially_processed', 'rejected') and "processed_at" is null;--> statement-breakpoint
-- A new type, because a value that is added to an enum cannot be used in the same transaction. Whatever names the old one goes before and comes back after.
DROP INDEX "batches_file";--> statement-breakpoint
DROP INDEX "batches_due";--> statement-breakpoint
ALTER TABLE "batches" DROP CONSTRAINT "batches_never_processed_with_refusals";--> statement-breakpoint
ALTER TABLE "batches" DROP CONSTRAINT "batches_rejected_made_nothing";--> statement-breakpoint
ALTER TYPE "public"."batch_status" RENAME TO "batch_status_before";--> statement-breakpoint
CREATE TYPE "public"."batch_status" AS ENUM('uploading', 'received', 'validating', 'awaiting_file_check', 'ready', 'processing', 'processed', 'partially_processed', 'rejected', 'discarded');--> statement-breakpoint
ALTER TABLE "batches" ALTER COLUMN "status" TYPE "public"."batch_status" USING (
  CASE
    WHEN "file_sha256" is null THEN 'uploading'
    WHEN "status" = 'validating' and "validated_at" is not null and "folder_print" is not null THEN 'awaiting_file_check'
    ELSE "status"::text
  END)::"public"."batch_status";--> statement-breakpoint
DROP TYPE "public"."batch_status_before";--> statement-breakpoint
CREATE UNIQUE INDEX "batches_file" ON "batches" USING btree ("organization_id","file_sha256") WHERE "batches"."status" <> 'discarded';--> statement-breakpoint
CREATE INDEX "batches_due" ON "batches" USING btree ("next_attempt_at") WHERE "batches"."status" in ('uploading', 'received', 'validating', 'processing');--> statement-breakpoint
ALTER TABLE "batches" ADD CONSTRAINT "batches_never_processed_with_refusals" CHECK ("batches"."status" not in ('processed', 'partially_processed')
        or ("batches"."created_count" = "batches"."accepted_count" and ("batches"."status" = 'processed') = ("batches"."refused_count" = 0) and "batches"."accepted_count" > 0));--> statement-breakpoint
ALTER TABLE "batches" ADD CONSTRAINT "batches_rejected_made_nothing" CHECK ("batches"."status" <> 'rejected' or "batches"."created_count" = 0);--> statement-breakpoint
ALTER TABLE "batches" ADD CONSTRAINT "batches_hash_once_uploaded" CHECK (("batches"."file_sha256" is null) = ("batches"."status" = 'uploading'));--> statement-breakpoint
ALTER TABLE "batches" ADD CONSTRAINT "batches_file_check_after_validation" CHECK ("batches"."status" <> 'awaiting_file_check' or ("batches"."folder_print" is not null and "batches"."validated_at" is not null));--> statement-breakpoint
ALTER TABLE "batches" ADD CONSTRAINT "batches_validated_before_creating" CHECK ("batches"."status" not in ('ready', 'processing') or "batches"."validated_at" is not null);--> statement-breakpoint
ALTER TABLE "batches" ADD CONSTRAINT "batches_end_has_time" CHECK ("batches"."status" not in ('processed', 'partially_processed', 'rejected') or "batches"."processed_at" is not null);
