ALTER TABLE "batches" ADD COLUMN "last_error_day" date;--> statement-breakpoint
CREATE INDEX "batches_errors" ON "batches" USING btree ("organization_id","last_error_day") WHERE "batches"."last_error_day" is not null;--> statement-breakpoint
CREATE INDEX "ingest_errors_waiting_payouts" ON "ingest_errors" USING btree ("organization_id","batch_id","code","payout_id") WHERE "ingest_errors"."payout_id" is not null and "ingest_errors"."resolved_at" is null;--> statement-breakpoint
CREATE INDEX "payouts_currency_changed" ON "payouts" USING btree ("organization_id","currency","status_changed_at","id");--> statement-breakpoint
CREATE INDEX "payouts_currency_amount" ON "payouts" USING btree ("organization_id","currency","amount_minor","id");--> statement-breakpoint
CREATE INDEX "payouts_batch_changed" ON "payouts" USING btree ("organization_id","batch_id","status","status_changed_at","id") WHERE "payouts"."batch_id" is not null;--> statement-breakpoint
CREATE INDEX "payouts_replaced" ON "payouts" USING btree ("organization_id","status","status_changed_at","id") WHERE "payouts"."archived_at" is not null;--> statement-breakpoint
CREATE FUNCTION note_error_days() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE batches SET last_error_day = latest.day
  FROM (SELECT organization_id, batch_id, max((occurred_at AT TIME ZONE 'UTC')::date) AS day FROM came GROUP BY 1, 2 ORDER BY 1, 2) latest
  WHERE batches.organization_id = latest.organization_id AND batches.id = latest.batch_id
    AND (batches.last_error_day IS NULL OR batches.last_error_day < latest.day);
  RETURN NULL;
END
$$;
--> statement-breakpoint
CREATE TRIGGER ingest_errors_days AFTER INSERT ON ingest_errors REFERENCING NEW TABLE AS came FOR EACH STATEMENT EXECUTE FUNCTION note_error_days();
--> statement-breakpoint
UPDATE batches SET last_error_day = latest.day
FROM (SELECT organization_id, batch_id, max((occurred_at AT TIME ZONE 'UTC')::date) AS day FROM ingest_errors GROUP BY 1, 2) latest
WHERE batches.organization_id = latest.organization_id AND batches.id = latest.batch_id;
