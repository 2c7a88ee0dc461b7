-- A new type in place of a new value: what is added to a type cannot be used in the transaction that adds it.
ALTER TYPE "public"."payout_count_grain" RENAME TO "payout_count_grain_without_hours";--> statement-breakpoint
CREATE TYPE "public"."payout_count_grain" AS ENUM('minute', 'quarter_hour', 'hour', 'day');--> statement-breakpoint
ALTER TABLE "payout_counts" ALTER COLUMN "grain" TYPE "public"."payout_count_grain" USING "grain"::text::"public"."payout_count_grain";--> statement-breakpoint
DROP TYPE "public"."payout_count_grain_without_hours";--> statement-breakpoint
INSERT INTO "payout_counts" ("organization_id", "axis", "grain", "at", "status", "replaced", "currency", "count", "amount_minor")
SELECT "organization_id", "axis", 'hour', date_bin(interval '1 hour', "at", 'epoch'), "status", "replaced", "currency", sum("count"), sum("amount_minor")
FROM "payout_counts" WHERE "grain" = 'quarter_hour' GROUP BY 1, 2, 4, 5, 6, 7
-- Those that are read together lie together.
ORDER BY 1, 2, 4, 5, 6, 7;--> statement-breakpoint
CREATE TABLE "batch_totals" (
	"organization_id" uuid NOT NULL,
	"batch_id" uuid NOT NULL,
	"currency" char(3) NOT NULL,
	"count" bigint NOT NULL,
	"amount_minor" numeric(38, 0) NOT NULL,
	CONSTRAINT "batch_totals_organization_id_batch_id_currency_pk" PRIMARY KEY("organization_id","batch_id","currency")
);
--> statement-breakpoint
INSERT INTO "batch_totals" ("organization_id", "batch_id", "currency", "count", "amount_minor")
SELECT "organization_id", "batch_id", "currency", sum("count"), sum("amount_minor") FROM "batch_payout_counts" GROUP BY 1, 2, 3 ORDER BY 1, 2, 3;
