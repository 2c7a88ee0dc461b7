-- Of the payouts that wait to be entered, `looked` are read, the newest first: those are entered last. `whole`: no more wait.
CREATE FUNCTION payout_search_waiting(organization uuid, patterns text[], most integer, looked integer, OUT ids uuid[], OUT whole boolean)
LANGUAGE plpgsql STABLE SET enable_seqscan = off SET enable_bitmapscan = off SET enable_sort = off AS $$
DECLARE
  waiting record;
  payout record;
  of_range uuid[];
  left_to_look integer := looked;
BEGIN
  ids := '{}';
  whole := true;
  FOR waiting IN SELECT q.first_id, q.last_id FROM public.payout_search_queue AS q WHERE q.organization_id = organization
    ORDER BY q.organization_id DESC, q.first_id DESC, q.id DESC LOOP
    of_range := '{}';
    FOR payout IN
      SELECT p.id, public.payout_search_text(p.recipient_name, p.recipient_email, p.reference, p.extra) ~ ALL (patterns) AS fits
      FROM public.payouts AS p WHERE p.organization_id = organization AND p.id >= waiting.first_id AND p.id <= waiting.last_id
      ORDER BY p.organization_id DESC, p.id DESC
    LOOP
      whole := left_to_look > 0;
      EXIT WHEN NOT whole;
      left_to_look := left_to_look - 1;
      IF payout.fits THEN
        of_range := of_range || payout.id;
      END IF;
      EXIT WHEN cardinality(of_range) >= most;
    END LOOP;
    ids := ids || of_range;
    EXIT WHEN NOT whole;
    -- Ranges may share payouts.
    CONTINUE WHEN cardinality(ids) < most;
    ids := array(SELECT DISTINCT id FROM unnest(ids) AS id);
    EXIT WHEN cardinality(ids) >= most;
  END LOOP;
END
$$;
--> statement-breakpoint
-- The payouts that a search finds, or null where they are more than `most`. Where one of seven of the newest fits, more of
-- the newest tell it sooner than the index does. `whole`: no payout waits to be entered that was not looked at.
CREATE FUNCTION payout_search_found(organization uuid, asked text, most integer, looked integer, OUT ids uuid[], OUT whole boolean)
LANGUAGE plpgsql STABLE AS $$
DECLARE
  patterns text[] := public.payout_search_patterns(asked);
  sample CONSTANT integer := 500;
BEGIN
  whole := true;
  IF cardinality(public.payout_search_newest(organization, patterns, sample, sample)) * 7 > sample
    AND cardinality(public.payout_search_newest(organization, patterns, 7 * most, most + 1)) > most THEN
    RETURN;
  END IF;
  SELECT waiting.ids, waiting.whole INTO ids, whole FROM public.payout_search_waiting(organization, patterns, most + 1, looked) AS waiting;
  ids := ids || public.payout_search_entered(organization, patterns, public.payout_search_rarest(public.payout_search_asked_grams(organization, asked)), most + 1);
  ids := array(SELECT DISTINCT id FROM unnest(ids) AS id);
  IF cardinality(ids) > most THEN
    ids := NULL;
    whole := true;
  END IF;
END
$$;
--> statement-breakpoint
DROP FUNCTION payout_search_found(uuid, text, integer);
--> statement-breakpoint
DROP FUNCTION payout_search_waiting(uuid, text[], integer);
