CREATE TYPE "public"."payout_count_grain" AS ENUM('minute', 'quarter_hour', 'day');--> statement-breakpoint
CREATE TYPE "public"."payout_count_axis" AS ENUM('changed', 'expires', 'batch');--> statement-breakpoint
CREATE TABLE "batch_payout_counts" (
	"organization_id" uuid NOT NULL,
	"batch_id" uuid NOT NULL,
	"status" "payout_status" NOT NULL,
	"replaced" boolean NOT NULL,
	"currency" char(3) NOT NULL,
	"count" bigint NOT NULL,
	"amount_minor" numeric(38, 0) NOT NULL,
	CONSTRAINT "batch_payout_counts_organization_id_batch_id_status_replaced_currency_pk" PRIMARY KEY("organization_id","batch_id","status","replaced","currency")
);
--> statement-breakpoint
CREATE TABLE "payout_counts" (
	"organization_id" uuid NOT NULL,
	"axis" "payout_count_axis" NOT NULL,
	"grain" "payout_count_grain" NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	"status" "payout_status" NOT NULL,
	"replaced" boolean NOT NULL,
	"currency" char(3) NOT NULL,
	"count" bigint NOT NULL,
	"amount_minor" numeric(38, 0) NOT NULL,
	CONSTRAINT "payout_counts_organization_id_axis_grain_at_status_replaced_currency_pk" PRIMARY KEY("organization_id","axis","grain","at","status","replaced","currency"),
	CONSTRAINT "payout_counts_axis_of_time" CHECK ("payout_counts"."axis" <> 'batch')
);
--> statement-breakpoint
CREATE TABLE "payout_deltas" (
	"organization_id" uuid NOT NULL,
	"id" bigint GENERATED ALWAYS AS IDENTITY (sequence name "payout_deltas_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"axis" "payout_count_axis" NOT NULL,
	"at" timestamp (3) with time zone,
	"batch_id" uuid,
	"status" "payout_status" NOT NULL,
	"replaced" boolean NOT NULL,
	"currency" char(3) NOT NULL,
	"count" integer NOT NULL,
	"amount_minor" numeric(38, 0) NOT NULL,
	CONSTRAINT "payout_deltas_organization_id_id_pk" PRIMARY KEY("organization_id","id"),
	CONSTRAINT "payout_deltas_place" CHECK (num_nonnulls("payout_deltas"."at", "payout_deltas"."batch_id") = 1 and ("payout_deltas"."axis" = 'batch') = ("payout_deltas"."batch_id" is not null))
);
--> statement-breakpoint
CREATE TABLE "tile_snapshots" (
	"organization_id" uuid NOT NULL,
	"hour" timestamp (3) with time zone NOT NULL,
	"counts" jsonb NOT NULL,
	CONSTRAINT "tile_snapshots_organization_id_hour_pk" PRIMARY KEY("organization_id","hour")
);
--> statement-breakpoint
CREATE FUNCTION payout_entries(status payout_status, status_changed_at timestamptz, expires_at timestamptz, archived_at timestamptz, batch_id uuid)
RETURNS TABLE (axis payout_count_axis, at timestamptz, batch_id uuid, status payout_status, replaced boolean) LANGUAGE sql IMMUTABLE AS $$
  SELECT axis, at, batch, $1, $4 IS NOT NULL
  FROM (VALUES ('changed'::payout_count_axis, date_bin('1 minute', $2, 'epoch'), NULL::uuid), ('expires', CASE WHEN $1 = 'pending' THEN date_bin('1 minute', $3, 'epoch') END, NULL), ('batch', NULL, $5)) place (axis, at, batch)
  WHERE at IS NOT NULL OR batch IS NOT NULL
$$;
--> statement-breakpoint
COMMENT ON FUNCTION payout_entries IS 'Where a payout is counted: the axes that count it, and its place on each.';
--> statement-breakpoint
CREATE FUNCTION append_payout_deltas() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'INSERT' THEN
    INSERT INTO payout_deltas (organization_id, axis, at, batch_id, status, replaced, currency, count, amount_minor)
    SELECT p.organization_id, e.axis, e.at, e.batch_id, e.status, e.replaced, p.currency, count(*), sum(p.amount_minor)
    FROM came p CROSS JOIN LATERAL payout_entries(p.status, p.status_changed_at, p.expires_at, p.archived_at, p.batch_id) e
    GROUP BY 1, 2, 3, 4, 5, 6, 7;
  ELSIF TG_OP = 'DELETE' THEN
    INSERT INTO payout_deltas (organization_id, axis, at, batch_id, status, replaced, currency, count, amount_minor)
    SELECT p.organization_id, e.axis, e.at, e.batch_id, e.status, e.replaced, p.currency, -count(*), -sum(p.amount_minor)
    FROM went p CROSS JOIN LATERAL payout_entries(p.status, p.status_changed_at, p.expires_at, p.archived_at, p.batch_id) e
    GROUP BY 1, 2, 3, 4, 5, 6, 7;
  ELSE
    INSERT INTO payout_deltas (organization_id, axis, at, batch_id, status, replaced, currency, count, amount_minor)
    SELECT p.organization_id, e.axis, e.at, e.batch_id, e.status, e.replaced, p.currency, sum(p.sign), sum(p.sign * p.amount_minor)
    FROM (
      SELECT 1 AS sign, organization_id, status, status_changed_at, expires_at, archived_at, batch_id, currency, amount_minor FROM came
      UNION ALL
      SELECT -1, organization_id, status, status_changed_at, expires_at, archived_at, batch_id, currency, amount_minor FROM went
    ) p CROSS JOIN LATERAL payout_entries(p.status, p.status_changed_at, p.expires_at, p.archived_at, p.batch_id) e
    GROUP BY 1, 2, 3, 4, 5, 6, 7 HAVING sum(p.sign) <> 0 OR sum(p.sign * p.amount_minor) <> 0;
  END IF;
  RETURN NULL;
END
$$;
--> statement-breakpoint
CREATE TRIGGER payouts_counted_insert AFTER INSERT ON payouts REFERENCING NEW TABLE AS came FOR EACH STATEMENT EXECUTE FUNCTION append_payout_deltas();
--> statement-breakpoint
CREATE TRIGGER payouts_counted_update AFTER UPDATE ON payouts REFERENCING NEW TABLE AS came OLD TABLE AS went FOR EACH STATEMENT EXECUTE FUNCTION append_payout_deltas();
--> statement-breakpoint
CREATE TRIGGER payouts_counted_delete AFTER DELETE ON payouts REFERENCING OLD TABLE AS went FOR EACH STATEMENT EXECUTE FUNCTION append_payout_deltas();
--> statement-breakpoint
INSERT INTO payout_deltas (organization_id, axis, at, batch_id, status, replaced, currency, count, amount_minor)
SELECT p.organization_id, e.axis, e.at, e.batch_id, e.status, e.replaced, p.currency, count(*), sum(p.amount_minor)
FROM payouts p CROSS JOIN LATERAL payout_entries(p.status, p.status_changed_at, p.expires_at, p.archived_at, p.batch_id) e
WHERE e.axis <> 'changed' OR e.at >= now() - interval '33 days'
GROUP BY 1, 2, 3, 4, 5, 6, 7;
--> statement-breakpoint
CREATE FUNCTION recount_days() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  DELETE FROM payout_counts WHERE organization_id = NEW.id AND grain = 'day';
  INSERT INTO payout_counts (organization_id, axis, grain, at, status, replaced, currency, count, amount_minor)
  SELECT NEW.id, axis, 'day', date_trunc('day', at, NEW.time_zone), status, replaced, currency, sum(count), sum(amount_minor)
  FROM payout_counts WHERE organization_id = NEW.id AND grain = 'quarter_hour' GROUP BY 2, 4, 5, 6, 7;
  RETURN NULL;
END
$$;
--> statement-breakpoint
CREATE TRIGGER organizations_recount_days AFTER UPDATE OF time_zone ON organizations FOR EACH ROW WHEN (OLD.time_zone <> NEW.time_zone) EXECUTE FUNCTION recount_days();
