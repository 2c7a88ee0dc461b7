-- A piece of time becomes one row with all its kinds, so that a window costs as many rows as it has pieces.
CREATE FUNCTION summed_kinds(kinds json, more json) RETURNS json LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT coalesce(json_agg(json_build_array(status, replaced, currency, count, amount_minor::text)), '[]')
  FROM (
    SELECT kind->>0 AS status, (kind->>1)::boolean AS replaced, kind->>2 AS currency, sum((kind->>3)::bigint) AS count, sum((kind->>4)::numeric) AS amount_minor
    FROM (SELECT json_array_elements(kinds) UNION ALL SELECT json_array_elements(more)) AS each (kind) GROUP BY 1, 2, 3
  ) AS summed WHERE count <> 0 OR amount_minor <> 0
$$;
--> statement-breakpoint
COMMENT ON FUNCTION summed_kinds IS 'Payouts by kind, of both lists together: [status, replaced, currency, count, minor units as text], each kind once; without those of which nothing is left.';
--> statement-breakpoint
-- Those that are read together lie together.
CREATE TEMPORARY TABLE counted_pieces ON COMMIT DROP AS
SELECT "organization_id", "axis", "grain", "at", json_agg(json_build_array("status", "replaced", "currency", "count", "amount_minor"::text)) AS "kinds"
FROM "payout_counts" WHERE "count" <> 0 OR "amount_minor" <> 0 GROUP BY 1, 2, 3, 4 ORDER BY 1, 2, 3, 4;--> statement-breakpoint
TRUNCATE "payout_counts";--> statement-breakpoint
ALTER TABLE "payout_counts" DROP CONSTRAINT "payout_counts_organization_id_axis_grain_at_status_replaced_currency_pk";--> statement-breakpoint
ALTER TABLE "payout_counts" ADD COLUMN "kinds" json NOT NULL, DROP COLUMN "status", DROP COLUMN "replaced", DROP COLUMN "currency", DROP COLUMN "count", DROP COLUMN "amount_minor";--> statement-breakpoint
INSERT INTO "payout_counts" ("organization_id", "axis", "grain", "at", "kinds") SELECT * FROM counted_pieces;--> statement-breakpoint
ALTER TABLE "payout_counts" ADD CONSTRAINT "payout_counts_organization_id_axis_grain_at_pk" PRIMARY KEY("organization_id","axis","grain","at");--> statement-breakpoint
ANALYZE "payout_counts";--> statement-breakpoint
CREATE OR REPLACE FUNCTION recount_days() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  DELETE FROM public.payout_counts WHERE organization_id = NEW.id AND grain = 'day';
  INSERT INTO public.payout_counts (organization_id, axis, grain, at, kinds)
  SELECT NEW.id, axis, 'day', date_trunc('day', at, NEW.time_zone), public.summed_kinds(json_agg(kind), '[]')
  FROM public.payout_counts CROSS JOIN LATERAL json_array_elements(kinds) AS kind WHERE organization_id = NEW.id AND grain = 'quarter_hour'
    AND (axis <> 'changed' OR at >= public.payout_counts_first_day(NEW.time_zone)) GROUP BY 2, 4;
  -- Older days from the payouts themselves, without what is not folded yet: that will be added.
  INSERT INTO public.payout_counts (organization_id, axis, grain, at, kinds)
  SELECT NEW.id, 'changed', 'day', day, json_agg(json_build_array(status, replaced, currency, count, amount_minor::text)) FROM (
    SELECT date_trunc('day', at, NEW.time_zone) AS day, status, replaced, currency, sum(count) AS count, sum(amount_minor) AS amount_minor FROM (
      SELECT status_changed_at AS at, status, archived_at IS NOT NULL AS replaced, currency, 1 AS count, amount_minor::numeric FROM public.payouts WHERE organization_id = NEW.id
      UNION ALL
      SELECT at, status, replaced, currency, -count, -amount_minor FROM public.payout_deltas WHERE organization_id = NEW.id AND axis = 'changed'
    ) AS counted
    WHERE at >= now() - interval '402 days' AND at < public.payout_counts_first_day(NEW.time_zone)
    GROUP BY 1, 2, 3, 4 HAVING sum(count) <> 0 OR sum(amount_minor) <> 0
  ) AS kinds GROUP BY day;
  RETURN NULL;
END
$$;
