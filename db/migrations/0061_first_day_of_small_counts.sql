-- The smaller pieces are kept for exactly 33 days. The day that begins 32 days ago may have 25 hours, and then begins before
-- them.
CREATE OR REPLACE FUNCTION payout_counts_first_day(zone text) RETURNS timestamptz LANGUAGE sql STABLE AS $$
  SELECT date_trunc('day', now() - interval '31 days', zone)
$$;
