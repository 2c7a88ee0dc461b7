ALTER TABLE "batches" ADD COLUMN "last_error_day" date;--> statement-breakpoint
CREATE INDEX "batches_errors" ON "batches" USING btree ("organization_id","last_error_day") WHERE "batches"."last_error_day" is not null;--> statement-breakpoint
CREATE INDEX "ingest_errors_waiting_payouts" ON "ingest_errors" USING btree ("organization_id","batch_id","code","payout_id") WHERE "ingest_errors"."payout_id" is not null and "ingest_errors"."resolved_at" is null;--> statement-breakpoint
CREATE INDEX "payouts_currency_changed" ON "payouts" USING btree ("organization_id","currency","status_changed_at","id");--> statement-breakpoint
CREATE INDEX "payouts_currency_amount" ON "payouts" USING btree ("organization_id","currency","amount_minor","id");--> statement-breakpoint
CREATE INDEX "payouts_batch_changed" ON "payouts" USING btree ("organization_id","batch_id","status","status_changed_at","id") WHERE "payouts"."batch_id" is not null;--> statement-breakpoint
CREATE INDEX "payouts_replaced" ON "payouts" USING btree ("organization_id","status","status_changed_at","id") WHERE "payouts"."archived_at" is not null;--> statement-breakpoint
-- When the transaction ends, because until then the process that holds the batch may have to write to it over another connection.
CREATE FUNCTION note_error_day() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  error_day date := (NEW.occurred_at AT TIME ZONE 'UTC')::date;
  noted text := concat_ws(' ', NEW.organization_id, NEW.batch_id, error_day);
BEGIN
  IF current_setting('meridian.noted_error_day', true) IS DISTINCT FROM noted THEN
    UPDATE batches SET last_error_day = error_day
    WHERE organization_id = NEW.organization_id AND id = NEW.batch_id AND (last_error_day IS NULL OR last_error_day < error_day);
    PERFORM set_config('meridian.noted_error_day', noted, true);
  END IF;
  RETURN NULL;
END
$$;
--> statement-breakpoint
CREATE CONSTRAINT TRIGGER ingest_errors_day AFTER INSERT ON ingest_errors DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION note_error_day();
--> statement-breakpoint
UPDATE batches SET last_error_day = latest.day
FROM (SELECT organization_id, batch_id, max((occurred_at AT TIME ZONE 'UTC')::date) AS day FROM ingest_errors GROUP BY 1, 2) latest
WHERE batches.organization_id = latest.organization_id AND batches.id = latest.batch_id;
