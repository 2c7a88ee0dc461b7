-- What a trigger reads and writes belongs to the organization of its row, by an equality, and it writes row by row: so it
-- runs on the server that has the row, wherever organizations lie. See docs/developing/decisions/021-citus.md
CREATE OR REPLACE FUNCTION append_payout_deltas() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  entry record;
BEGIN
  IF TG_OP = 'INSERT' THEN
    FOR entry IN
      SELECT p.organization_id, e.axis, e.at, e.batch_id, e.status, e.replaced, p.currency, count(*) AS count, sum(p.amount_minor) AS amount_minor
      FROM came p CROSS JOIN LATERAL payout_entries(p.status, p.status_changed_at, p.expires_at, p.archived_at, p.batch_id) e
      GROUP BY 1, 2, 3, 4, 5, 6, 7
    LOOP
      INSERT INTO payout_deltas (organization_id, axis, at, batch_id, status, replaced, currency, count, amount_minor)
      VALUES (entry.organization_id, entry.axis, entry.at, entry.batch_id, entry.status, entry.replaced, entry.currency, entry.count, entry.amount_minor);
    END LOOP;
  ELSIF TG_OP = 'DELETE' THEN
    FOR entry IN
      SELECT p.organization_id, e.axis, e.at, e.batch_id, e.status, e.replaced, p.currency, -count(*) AS count, -sum(p.amount_minor) AS amount_minor
      FROM went p CROSS JOIN LATERAL payout_entries(p.status, p.status_changed_at, p.expires_at, p.archived_at, p.batch_id) e
      GROUP BY 1, 2, 3, 4, 5, 6, 7
    LOOP
      INSERT INTO payout_deltas (organization_id, axis, at, batch_id, status, replaced, currency, count, amount_minor)
      VALUES (entry.organization_id, entry.axis, entry.at, entry.batch_id, entry.status, entry.replaced, entry.currency, entry.count, entry.amount_minor);
    END LOOP;
  ELSE
    FOR entry IN
      SELECT p.organization_id, e.axis, e.at, e.batch_id, e.status, e.replaced, p.currency, sum(p.sign) AS count, sum(p.sign * p.amount_minor) AS amount_minor
      FROM (
        SELECT 1 AS sign, organization_id, status, status_changed_at, expires_at, archived_at, batch_id, currency, amount_minor FROM came
        UNION ALL
        SELECT -1, organization_id, status, status_changed_at, expires_at, archived_at, batch_id, currency, amount_minor FROM went
      ) p CROSS JOIN LATERAL payout_entries(p.status, p.status_changed_at, p.expires_at, p.archived_at, p.batch_id) e
      GROUP BY 1, 2, 3, 4, 5, 6, 7 HAVING sum(p.sign) <> 0 OR sum(p.sign * p.amount_minor) <> 0
    LOOP
      INSERT INTO payout_deltas (organization_id, axis, at, batch_id, status, replaced, currency, count, amount_minor)
      VALUES (entry.organization_id, entry.axis, entry.at, entry.batch_id, entry.status, entry.replaced, entry.currency, entry.count, entry.amount_minor);
    END LOOP;
  END IF;
  RETURN NULL;
END
$$;
--> statement-breakpoint
CREATE OR REPLACE FUNCTION queue_created_for_search() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  entry record;
BEGIN
  FOR entry IN
    SELECT organization_id, min(id::text COLLATE "C")::uuid AS first_id, max(id::text COLLATE "C")::uuid AS last_id FROM created GROUP BY organization_id
  LOOP
    INSERT INTO public.payout_search_queue (organization_id, first_id, last_id, id)
    VALUES (entry.organization_id, entry.first_id, entry.last_id, gen_random_uuid());
  END LOOP;
  RETURN NULL;
END
$$;
--> statement-breakpoint
-- The same rules as before. The first condition names the server; the others leave one plan only, as before.
CREATE OR REPLACE FUNCTION refuse_second_live_payout() RETURNS trigger LANGUAGE plpgsql SET enable_sort = off SET enable_incremental_sort = off AS $$
BEGIN
  IF TG_OP = 'UPDATE' THEN
    PERFORM 1 FROM payouts WHERE organization_id = OLD.organization_id
      AND (organization_id, reissue_of) >= (OLD.organization_id, OLD.id) AND (organization_id, reissue_of) <= (OLD.organization_id, OLD.id)
      AND reissue_of IS NOT NULL ORDER BY organization_id, reissue_of LIMIT 1;
    IF FOUND THEN
      RAISE EXCEPTION 'a payout that was replaced stays archived';
    END IF;
    RETURN NEW;
  END IF;
  PERFORM 1 FROM payouts WHERE organization_id = NEW.organization_id
    AND (organization_id, id) >= (NEW.organization_id, NEW.reissue_of) AND (organization_id, id) <= (NEW.organization_id, NEW.reissue_of)
    AND archived_at IS NOT NULL ORDER BY organization_id, id LIMIT 1 FOR SHARE;
  IF NOT FOUND THEN
    RAISE EXCEPTION 'only an archived payout can be replaced';
  END IF;
  RETURN NEW;
END
$$;
