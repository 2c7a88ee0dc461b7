CREATE TABLE "payout_totals" (
	"organization_id" uuid NOT NULL,
	"status" "payout_status" NOT NULL,
	"replaced" boolean NOT NULL,
	"currency" char(3) NOT NULL,
	"count" bigint NOT NULL,
	"amount_minor" numeric(38, 0) NOT NULL,
	CONSTRAINT "payout_totals_organization_id_status_replaced_currency_pk" PRIMARY KEY("organization_id","status","replaced","currency")
);
--> statement-breakpoint
CREATE INDEX "batches_awaiting_decision" ON "batches" USING btree ("organization_id","validated_at","id") WHERE "batches"."status" = 'ready';--> statement-breakpoint
CREATE INDEX "ingest_errors_unreached" ON "ingest_errors" USING btree ("organization_id","payout_id") WHERE "ingest_errors"."code" = 'email_refused' and "ingest_errors"."payout_id" is not null and "ingest_errors"."resolved_at" is null;--> statement-breakpoint
-- It carries also whether the recipient has opened the link, so that a list of those who have not is read from it alone.
DROP INDEX "payouts_due";--> statement-breakpoint
CREATE INDEX "payouts_due" ON "payouts" USING btree ("organization_id","expires_at","id") INCLUDE ("currency","archived_at","status_changed_at","amount_minor","batch_id","opened_at") WHERE "payouts"."status" = 'pending';--> statement-breakpoint
CREATE INDEX "payouts_opened" ON "payouts" USING btree ("organization_id","expires_at","id") INCLUDE ("currency","archived_at","status_changed_at","amount_minor","batch_id") WHERE "payouts"."status" = 'pending' and "payouts"."opened_at" is not null;--> statement-breakpoint
-- No payout changes until this migration has ended (the index above holds writers off), and what is not folded yet is folded later.
INSERT INTO "payout_totals" ("organization_id", "status", "replaced", "currency", "count", "amount_minor")
SELECT organization_id, status, replaced, currency, sum(count), sum(amount_minor)
FROM (
  SELECT organization_id, status, archived_at IS NOT NULL AS replaced, currency, 1 AS count, amount_minor::numeric AS amount_minor FROM payouts
  UNION ALL
  SELECT organization_id, status, replaced, currency, -count, -amount_minor FROM payout_deltas WHERE axis = 'changed'
) counted
GROUP BY organization_id, status, replaced, currency;
