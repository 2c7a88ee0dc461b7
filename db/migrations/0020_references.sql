ALTER TABLE "batch_file_chunks" DROP CONSTRAINT "batch_file_chunks_organization_id_batch_id_batches_organization_id_id_fk";
--> statement-breakpoint
ALTER TABLE "review_rows" DROP CONSTRAINT "review_rows_organization_id_batch_id_batches_organization_id_id_fk";
--> statement-breakpoint
DROP INDEX "payouts_reissue_of";--> statement-breakpoint
ALTER TABLE "batch_file_chunks" ADD CONSTRAINT "batch_file_chunks_organization_id_batch_id_batches_organization_id_id_fk" FOREIGN KEY ("organization_id","batch_id") REFERENCES "public"."batches"("organization_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "review_rows" ADD CONSTRAINT "review_rows_organization_id_batch_id_batches_organization_id_id_fk" FOREIGN KEY ("organization_id","batch_id") REFERENCES "public"."batches"("organization_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "payouts_reissue_of" ON "payouts" USING btree ("organization_id","reissue_of") WHERE "payouts"."reissue_of" is not null;--> statement-breakpoint
-- References between tables, checked once a statement instead of once a row. See
-- docs/developing/decisions/013-references.md
CREATE SCHEMA integrity;
--> statement-breakpoint
CREATE TABLE integrity.reference (
  child text NOT NULL,
  columns text[] NOT NULL,
  parent text NOT NULL,
  keys text[] NOT NULL,
  PRIMARY KEY (child, columns)
);
--> statement-breakpoint
CREATE FUNCTION integrity.refuse_delete() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE foreign_key_violation USING MESSAGE = format('rows of %I are never deleted', TG_TABLE_NAME), TABLE = TG_TABLE_NAME;
END
$$;
--> statement-breakpoint
CREATE FUNCTION integrity.refuse_truncate() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE foreign_key_violation USING MESSAGE = format('other tables refer to rows of %I', TG_TABLE_NAME), TABLE = TG_TABLE_NAME;
END
$$;
--> statement-breakpoint
CREATE FUNCTION integrity.refuse_key_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE foreign_key_violation USING MESSAGE = format('the key of a row of %I never changes', TG_TABLE_NAME), TABLE = TG_TABLE_NAME;
END
$$;
--> statement-breakpoint
CREATE FUNCTION integrity.refuse_missing(child text, columns text) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  RAISE foreign_key_violation USING MESSAGE = format('%I (%s) refers to a row that is not there', child, columns), TABLE = child;
END
$$;
--> statement-breakpoint
CREATE FUNCTION integrity.refuse_referred(parent text, child text) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  RAISE foreign_key_violation USING MESSAGE = format('a row of %I cannot be deleted: one of %I refers to it', parent, child), TABLE = parent;
END
$$;
--> statement-breakpoint
CREATE FUNCTION integrity.listed(prefix text, columns text[]) RETURNS text LANGUAGE sql IMMUTABLE AS $$
  SELECT string_agg(prefix || quote_ident(name), ', ' ORDER BY place) FROM unnest(columns) WITH ORDINALITY AS named (name, place)
$$;
--> statement-breakpoint
-- SQL that is true where a table has a row with a key. The row is asked for as the first of a stretch in the order of the
-- key. No index but the key's own has this order, and the functions that run it may not sort: so no plan can read other
-- rows, whatever the server believes of the table. It is no EXISTS, because there the server takes the order away.
CREATE FUNCTION integrity.has_row(target text, keys text[], given text, lock text) RETURNS text LANGUAGE sql IMMUTABLE AS $$
  SELECT format(
    '(select true from public.%2$I as other where (%1$s) >= (%3$s) and (%1$s) <= (%3$s) and other.%5$I is not null order by %1$s limit 1%4$s)',
    integrity.listed('other.', keys), target, given, lock, keys[cardinality(keys)])
$$;
--> statement-breakpoint
CREATE FUNCTION integrity.keeps_rows(target text) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT EXISTS (SELECT FROM pg_trigger WHERE tgrelid = format('public.%I', target)::regclass AND tgname = 'keep_rows')
$$;
--> statement-breakpoint
-- SQL that names the columns of a reference that leads nowhere, of the row `given`.
CREATE FUNCTION integrity.missing(one integrity.reference) RETURNS text LANGUAGE sql STABLE AS $$
  SELECT format(
    'case when num_nulls(%1$s) = 0 and %2$s is not true then %3$L end', integrity.listed('given.', one.columns),
    integrity.has_row(one.parent, one.keys, integrity.listed('given.', one.columns),
      CASE WHEN integrity.keeps_rows(one.parent) THEN '' ELSE ' for key share' END),
    integrity.listed('', one.columns))
$$;
--> statement-breakpoint
CREATE FUNCTION integrity.make_function(named text, body text) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  EXECUTE format(
    'create or replace function integrity.%I() returns trigger language plpgsql set enable_sort = off set enable_incremental_sort = off as %L',
    named, format(E'declare\n  found_columns text;\nbegin\n%s  return null;\nend', body));
END
$$;
--> statement-breakpoint
-- Rows of these tables are never deleted, so that a row that refers to one need not lock it.
CREATE FUNCTION integrity.keep_rows(target text) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  EXECUTE format(
    'create trigger keep_rows before delete on public.%I for each row execute function integrity.refuse_delete()', target);
END
$$;
--> statement-breakpoint
-- Every row of a statement that inserts, in one query.
CREATE FUNCTION integrity.check_inserts(named text) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  missing text := (SELECT string_agg(integrity.missing(one), ', ' ORDER BY columns) FROM integrity.reference AS one WHERE child = named);
BEGIN
  PERFORM integrity.make_function('insert_' || named, format(
    $q$  select missing into found_columns from (select coalesce(%1$s) as missing from new_rows as given offset 0) as checked
    where missing is not null limit 1;
  if found_columns is not null then perform integrity.refuse_missing(%2$L, found_columns); end if;
$q$, missing, named));
  EXECUTE format(
    'create or replace trigger reference_insert after insert on public.%1$I referencing new table as new_rows for each statement execute function integrity.%2$I()',
    named, 'insert_' || named);
END
$$;
--> statement-breakpoint
-- Updates that leave the reference as it is cost nothing.
CREATE FUNCTION integrity.check_updates(one integrity.reference) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  last_column text := one.columns[cardinality(one.columns)];
  named text := format('update_%s_%s', one.child, last_column);
BEGIN
  PERFORM integrity.make_function(named, format(
    $q$  select %1$s into found_columns from (select new.*) as given;
  if found_columns is not null then perform integrity.refuse_missing(%2$L, found_columns); end if;
$q$, integrity.missing(one), one.child));
  EXECUTE format(
    'create or replace trigger %1$I after update of %2$s on public.%3$I for each row when ((%4$s) is distinct from (%5$s)) execute function integrity.%6$I()',
    'reference_' || last_column, integrity.listed('', one.columns), one.child,
    integrity.listed('new.', one.columns), integrity.listed('old.', one.columns), named);
END
$$;
--> statement-breakpoint
-- A row that others refer to keeps its key. Where rows may be deleted, nobody may refer to those that are.
CREATE FUNCTION integrity.guard_parent(named text) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  one integrity.reference;
  keys text[] := (SELECT other.keys FROM integrity.reference AS other WHERE parent = named LIMIT 1);
  body text := $q$  if current_setting('transaction_isolation') <> 'read committed' then
    raise 'rows that others refer to are deleted in transactions that read what is committed';
  end if;
$q$;
BEGIN
  FOR one IN SELECT * FROM integrity.reference WHERE parent = named ORDER BY child, columns LOOP
    body := body || format(
      $q$  if exists (select from old_rows as given where %1$s) then perform integrity.refuse_referred(%2$L, %3$L); end if;
$q$, integrity.has_row(one.child, one.columns, integrity.listed('given.', one.keys), ''), one.parent, one.child);
  END LOOP;
  EXECUTE format(
    'create or replace trigger keep_key before update of %2$s on public.%1$I for each row when ((%3$s) is distinct from (%4$s)) execute function integrity.refuse_key_change()',
    named, integrity.listed('', keys), integrity.listed('old.', keys), integrity.listed('new.', keys));
  EXECUTE format(
    'create or replace trigger keep_all before truncate on public.%I for each statement execute function integrity.refuse_truncate()', named);
  IF integrity.keeps_rows(named) THEN RETURN; END IF;
  PERFORM integrity.make_function('delete_' || named, body);
  EXECUTE format(
    'create or replace trigger reference_delete after delete on public.%I referencing old table as old_rows for each statement execute function integrity.%I()',
    named, 'delete_' || named);
END
$$;
--> statement-breakpoint
-- Takes over the check of every foreign key that the schema has. Called after all migrations; does nothing when there is
-- none.
CREATE FUNCTION integrity.hold_references() RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  key record;
  one integrity.reference;
  named text;
BEGIN
  IF NOT EXISTS (SELECT FROM pg_constraint WHERE contype = 'f' AND connamespace = 'public'::regnamespace) THEN RETURN; END IF;
  FOR key IN
    SELECT conname, child.relname AS child, parent.relname AS parent, concat(confdeltype, confupdtype, confmatchtype) AS actions,
      integrity.column_names(conrelid, conkey) AS columns, integrity.column_names(confrelid, confkey) AS keys
    FROM pg_constraint JOIN pg_class AS child ON child.oid = conrelid JOIN pg_class AS parent ON parent.oid = confrelid
    WHERE contype = 'f' AND connamespace = 'public'::regnamespace
  LOOP
    IF key.actions <> 'aas' THEN
      RAISE 'foreign key % asks for an action, and there is none: delete the rows of % in the same transaction', key.conname, key.child;
    END IF;
    INSERT INTO integrity.reference VALUES (key.child, key.columns, key.parent, key.keys) ON CONFLICT DO NOTHING;
    EXECUTE format('alter table public.%I drop constraint %I', key.child, key.conname);
  END LOOP;
  FOR named IN SELECT DISTINCT child FROM integrity.reference LOOP PERFORM integrity.check_inserts(named); END LOOP;
  FOR one IN SELECT * FROM integrity.reference LOOP PERFORM integrity.check_updates(one); END LOOP;
  FOR named IN SELECT DISTINCT parent FROM integrity.reference LOOP PERFORM integrity.guard_parent(named); END LOOP;
END
$$;
--> statement-breakpoint
CREATE FUNCTION integrity.column_names(relation oid, numbers smallint[]) RETURNS text[] LANGUAGE sql STABLE AS $$
  SELECT array_agg(attname::text ORDER BY place) FROM unnest(numbers) WITH ORDINALITY AS numbered (number, place)
  JOIN pg_attribute ON attrelid = relation AND attnum = number
$$;
--> statement-breakpoint
-- Gives a reference up, before its column or table is dropped.
CREATE FUNCTION integrity.drop_reference(named text, last_column text) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  DELETE FROM integrity.reference WHERE child = named AND columns[cardinality(columns)] = last_column;
  EXECUTE format('drop trigger if exists %I on public.%I', 'reference_' || last_column, named);
  EXECUTE format('drop function if exists integrity.%I()', 'update_' || named || '_' || last_column);
  PERFORM integrity.check_inserts(named);
END
$$;
--> statement-breakpoint
SELECT integrity.keep_rows(named) FROM unnest('{organizations,users,payouts,payout_attempts}'::text[]) AS named;

--> statement-breakpoint
-- The same rules as before; the payouts are found in the order of a key, so that no plan can read those of the whole
-- organization.
CREATE OR REPLACE FUNCTION refuse_second_live_payout() RETURNS trigger LANGUAGE plpgsql SET enable_sort = off SET enable_incremental_sort = off AS $$
BEGIN
  IF TG_OP = 'UPDATE' THEN
    PERFORM 1 FROM payouts WHERE (organization_id, reissue_of) >= (OLD.organization_id, OLD.id) AND (organization_id, reissue_of) <= (OLD.organization_id, OLD.id)
      AND reissue_of IS NOT NULL ORDER BY organization_id, reissue_of LIMIT 1;
    IF FOUND THEN
      RAISE EXCEPTION 'a payout that was replaced stays archived';
    END IF;
    RETURN NEW;
  END IF;
  PERFORM 1 FROM payouts WHERE (organization_id, id) >= (NEW.organization_id, NEW.reissue_of) AND (organization_id, id) <= (NEW.organization_id, NEW.reissue_of)
    AND archived_at IS NOT NULL ORDER BY organization_id, id LIMIT 1 FOR SHARE;
  IF NOT FOUND THEN
    RAISE EXCEPTION 'only an archived payout can be replaced';
  END IF;
  RETURN NEW;
END
$$;
