-- What a statement of thousands of new rows has in common is looked at once. See docs/developing/decisions/017-cost-of-a-row.md
-- The payouts of a batch are counted before their places are worked out, so that this is done for a few sums and not for
-- each payout. What is appended is the same as before.
CREATE OR REPLACE FUNCTION append_payout_deltas() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  entry record;
BEGIN
  IF TG_OP = 'INSERT' THEN
    FOR entry IN
      SELECT p.organization_id, e.axis, e.at, e.batch_id, e.status, e.replaced, p.currency, sum(p.count) AS count, sum(p.amount_minor) AS amount_minor
      FROM (
        SELECT organization_id, status, status_changed_at, expires_at, archived_at, batch_id, currency, count(*) AS count, sum(amount_minor) AS amount_minor
        FROM came GROUP BY 1, 2, 3, 4, 5, 6, 7
      ) p CROSS JOIN LATERAL payout_entries(p.status, p.status_changed_at, p.expires_at, p.archived_at, p.batch_id) e
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
-- The rows of one statement nearly always refer to one organization, one user and one batch: each of these is looked up
-- once. What each row has of its own, such as its payout, is looked up for each. On a cluster the server checks references
-- itself, and this does nothing.
DO $migration$
BEGIN
  IF to_regclass('distribution.step') IS NOT NULL THEN RETURN; END IF;
  EXECUTE $define$
CREATE OR REPLACE FUNCTION integrity.check_inserts(named text) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  shared CONSTANT text[] := array['organizations', 'users', 'batches'];
  checked text := (
    SELECT string_agg(format('select coalesce(%s) as missing from %s as given', checks, source), ' union all ')
    FROM (
      SELECT string_agg(integrity.missing(one), ', ' ORDER BY columns) AS checks,
        CASE WHEN parent = ANY (shared) THEN format('(select distinct %s from new_rows)', (
          SELECT integrity.listed('', array_agg(DISTINCT name))
          FROM integrity.reference AS other, unnest(other.columns) AS name WHERE other.child = named AND other.parent = ANY (shared)
        )) ELSE 'new_rows' END AS source
      FROM integrity.reference AS one WHERE child = named GROUP BY parent = ANY (shared), 2
    ) AS parts
  );
BEGIN
  PERFORM integrity.make_function('insert_' || named, format(
    $q$  select missing into found_columns from (%1$s offset 0) as checked where missing is not null limit 1;
  if found_columns is not null then perform integrity.refuse_missing(%2$L, found_columns); end if;
$q$, checked, named));
  EXECUTE format(
    'create or replace trigger reference_insert after insert on public.%1$I referencing new table as new_rows for each statement execute function integrity.%2$I()',
    named, 'insert_' || named);
END
$$
$define$;
  PERFORM integrity.check_inserts(child) FROM (SELECT DISTINCT child FROM integrity.reference) AS referring;
END
$migration$;
