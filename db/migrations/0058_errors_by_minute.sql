ALTER TABLE "batches" ADD COLUMN "last_error_minute" timestamp (3) with time zone;--> statement-breakpoint
-- Errors that were archived may have been removed there: the hour is all that is known of them.
UPDATE "batches" SET "last_error_minute" = "last_error_hour" WHERE "last_error_hour" IS NOT NULL;--> statement-breakpoint
UPDATE "batches" SET "last_error_minute" = date_trunc('minute', latest.at, 'UTC') FROM (
  SELECT organization_id, batch_id, max(occurred_at) AS at FROM (
    SELECT organization_id, batch_id, occurred_at FROM public.ingest_errors
    UNION ALL SELECT organization_id, batch_id, occurred_at FROM archive.ingest_errors
  ) AS errors GROUP BY 1, 2
) AS latest WHERE batches.organization_id = latest.organization_id AND batches.id = latest.batch_id;--> statement-breakpoint
DROP TRIGGER ingest_errors_hour ON ingest_errors;--> statement-breakpoint
DROP FUNCTION note_error_hour();--> statement-breakpoint
-- When the transaction ends, because until then the process that holds the batch may have to write to it over another connection.
CREATE FUNCTION note_error_minute() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  error_minute timestamptz := date_trunc('minute', NEW.occurred_at, 'UTC');
  noted text := concat_ws(' ', NEW.organization_id, NEW.batch_id, extract(epoch from error_minute));
BEGIN
  IF current_setting('meridian.noted_error_minute', true) IS DISTINCT FROM noted THEN
    UPDATE batches SET last_error_minute = error_minute
    WHERE organization_id = NEW.organization_id AND id = NEW.batch_id AND (last_error_minute IS NULL OR last_error_minute < error_minute);
    PERFORM set_config('meridian.noted_error_minute', noted, true);
  END IF;
  RETURN NULL;
END
$$;
--> statement-breakpoint
-- An address that is refused again moves its error to that time.
CREATE CONSTRAINT TRIGGER ingest_errors_minute AFTER INSERT OR UPDATE OF occurred_at ON ingest_errors DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION note_error_minute();
--> statement-breakpoint
DROP INDEX "batches_errors";--> statement-breakpoint
CREATE INDEX "batches_errors" ON "batches" USING btree ("organization_id","last_error_minute","id") WHERE ("batches"."last_error_minute" is not null and not "batches"."dry_run" and "batches"."status" not in ('uploading', 'discarded'));--> statement-breakpoint
ALTER TABLE "batches" DROP COLUMN "last_error_hour";
