ALTER TABLE "emails" ADD COLUMN "language" "recipient_language";--> statement-breakpoint
ALTER TABLE archive.emails ADD COLUMN "language" "recipient_language";
--> statement-breakpoint
-- Payouts with these texts among those that are not entered yet; null where more than `looked` wait.
CREATE FUNCTION payout_extra_waiting_some(organization uuid, asked jsonb, looked integer) RETURNS uuid[]
LANGUAGE plpgsql STABLE SET enable_seqscan = off SET enable_bitmapscan = off SET enable_sort = off AS $$
DECLARE
  waiting record;
  left_to_look integer := looked;
  these uuid[];
  here integer;
  found uuid[] := '{}';
BEGIN
  FOR waiting IN SELECT q.first_id, q.last_id FROM public.payout_search_queue AS q WHERE q.organization_id = organization LIMIT looked + 1 LOOP
    SELECT count(*), coalesce(array_agg(of_range.id) FILTER (WHERE of_range.extra @> asked), '{}') INTO here, these FROM (
      SELECT p.id, p.extra FROM public.payouts AS p
      WHERE p.organization_id = organization AND p.id >= waiting.first_id AND p.id <= waiting.last_id
      ORDER BY p.organization_id, p.id LIMIT left_to_look + 1
    ) AS of_range;
    left_to_look := left_to_look - here;
    IF left_to_look < 0 THEN
      RETURN NULL;
    END IF;
    found := found || these;
  END LOOP;
  RETURN found;
END
$$;
--> statement-breakpoint
-- The payouts that have all these texts, or null where there are more than `most`, or may be: while more than 5,000
-- wait to be entered, nobody knows them all. Where one of seven of the newest has them, more of the newest tell it sooner
-- than the index does.
CREATE OR REPLACE FUNCTION payout_extra_found(organization uuid, asked jsonb, most integer) RETURNS uuid[] LANGUAGE plpgsql STABLE AS $$
DECLARE
  keys bigint[] := public.payout_extra_keys(organization, asked);
  sample CONSTANT integer := 500;
  looked CONSTANT integer := 5000;
  waiting uuid[];
  found uuid[];
BEGIN
  IF public.payout_extra_newest(organization, keys, sample, sample) * 7 > sample
    AND public.payout_extra_newest(organization, keys, 7 * most, most + 1) > most THEN
    RETURN NULL;
  END IF;
  waiting := public.payout_extra_waiting_some(organization, asked, looked);
  IF waiting IS NULL THEN
    RETURN NULL;
  END IF;
  found := array(SELECT DISTINCT id FROM unnest(public.payout_extra_entered(organization, keys, most + 1) || waiting) AS id);
  RETURN CASE WHEN cardinality(found) <= most THEN found END;
END
$$;
--> statement-breakpoint
DROP FUNCTION payout_extra_waiting(uuid, jsonb, integer);
