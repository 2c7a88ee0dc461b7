-- A batch whose file was read anew kept the minute of errors that the new reading does not have. Those that are in the archive
-- still count, and where they were removed there the batch says that its records have moved.
UPDATE "batches" SET "last_error_minute" = NULL
WHERE "last_error_minute" IS NOT NULL AND "records_moved_at" IS NULL AND NOT EXISTS (
  SELECT FROM "ingest_errors" AS error WHERE error.organization_id = "batches".organization_id AND error.batch_id = "batches".id)
AND NOT EXISTS (
  SELECT FROM archive.ingest_errors AS error WHERE error.organization_id = "batches".organization_id AND error.batch_id = "batches".id);
