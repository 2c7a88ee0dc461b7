-- The four keys that the server's statistics know as the rarest; those that they do not name are rarer than all they name.
-- More would cost more looks into the index than they save into the table.
CREATE FUNCTION payout_search_rarest(keys bigint[]) RETURNS bigint[] LANGUAGE sql STABLE AS $$
  WITH known AS (
    SELECT most_common_elems::text::bigint[] AS elements, most_common_elem_freqs AS frequencies FROM pg_catalog.pg_stats
    WHERE schemaname = 'public' AND tablename = 'payout_search_grams' LIMIT 1
  )
  SELECT coalesce(array_agg(key), '{}') FROM (
    SELECT key FROM unnest(keys) WITH ORDINALITY AS asked (key, place)
    ORDER BY (SELECT frequencies[array_position(elements, key)] FROM known) NULLS FIRST, place % 3 <> 1, place LIMIT 4
  ) AS rarest
$$;
--> statement-breakpoint
CREATE OR REPLACE FUNCTION payout_search_found(organization uuid, asked text, most integer) RETURNS uuid[] LANGUAGE plpgsql STABLE AS $$
DECLARE
  patterns text[] := public.payout_search_patterns(asked);
  sample CONSTANT integer := 500;
  waiting uuid[];
  found uuid[];
BEGIN
  IF cardinality(public.payout_search_newest(organization, patterns, sample, sample)) * 7 > sample
    AND cardinality(public.payout_search_newest(organization, patterns, 7 * most, most + 1)) > most THEN
    RETURN NULL;
  END IF;
  found := public.payout_search_entered(organization, patterns, public.payout_search_rarest(public.payout_search_asked_grams(organization, asked)), most + 1);
  waiting := public.payout_search_waiting(organization, patterns, most + 1);
  found := array(SELECT DISTINCT id FROM unnest(found || waiting) AS id);
  RETURN CASE WHEN cardinality(found) <= most THEN found END;
END
$$;
