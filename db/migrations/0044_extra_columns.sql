CREATE TABLE "extra_columns" (
	"organization_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"key" text NOT NULL,
	"name" text NOT NULL,
	"label" text NOT NULL,
	"position" integer NOT NULL,
	"shown_to_recipients" boolean DEFAULT false NOT NULL,
	"personal" boolean DEFAULT true NOT NULL,
	"version" integer DEFAULT 0 NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "extra_columns_organization_id_id_pk" PRIMARY KEY("organization_id","id"),
	CONSTRAINT "extra_columns_key_form" CHECK (char_length("extra_columns"."key") between 1 and 60 and "extra_columns"."key" !~ '[[:space:].=&?#A-Z]'),
	CONSTRAINT "extra_columns_name_length" CHECK (char_length("extra_columns"."name") between 1 and 100),
	CONSTRAINT "extra_columns_label_length" CHECK (char_length("extra_columns"."label") between 1 and 60)
);
--> statement-breakpoint
ALTER TABLE "batches" ADD COLUMN "extra_columns" jsonb DEFAULT '[]'::jsonb NOT NULL;--> statement-breakpoint
ALTER TABLE "payout_list_looks" ADD COLUMN "extra" text[] DEFAULT '{}' NOT NULL;--> statement-breakpoint
ALTER TABLE "payout_search" ADD COLUMN "extra_keys" bigint[];--> statement-breakpoint
ALTER TABLE "payouts" ADD COLUMN "extra" jsonb;--> statement-breakpoint
ALTER TABLE "review_rows" ADD COLUMN "extra" jsonb;--> statement-breakpoint
ALTER TABLE "extra_columns" ADD CONSTRAINT "extra_columns_organization_id_organizations_id_fk" FOREIGN KEY ("organization_id") REFERENCES "public"."organizations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "extra_columns_key" ON "extra_columns" USING btree ("organization_id","key");--> statement-breakpoint
CREATE INDEX "payout_search_extra" ON "payout_search" USING gin ("extra_keys") WITH (gin_pending_list_limit=1024) WHERE "payout_search"."extra_keys" is not null;--> statement-breakpoint
ALTER TABLE "payout_list_looks" ADD CONSTRAINT "payout_list_looks_extra" CHECK (cardinality("payout_list_looks"."extra") <= 200);--> statement-breakpoint
ALTER TABLE "payouts" ADD CONSTRAINT "payouts_extra_form" CHECK ("payouts"."extra" is null or (jsonb_typeof("payouts"."extra") = 'object' and "payouts"."extra" <> '{}'
        and not jsonb_path_exists("payouts"."extra", 'strict $.* ? (@.type() <> "string" || @ == "")')
        and jsonb_array_length(jsonb_path_query_array("payouts"."extra", 'strict $.keyvalue()')) <= 10
        and octet_length("payouts"."extra"::text) <= 16000));--> statement-breakpoint
-- The lines that are searched of a payout with extra columns: their texts stand below the others, in the order of their keys.
CREATE FUNCTION payout_search_text(recipient_name text, recipient_email text, reference text, extra jsonb) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT CASE WHEN extra IS NULL THEN public.payout_search_text(recipient_name, recipient_email, reference)
    ELSE public.payout_search_folded(recipient_name || E'\n' || recipient_email || E'\n' || reference
      || (SELECT coalesce(string_agg(E'\n' || value, '' ORDER BY key), '') FROM jsonb_each_text(extra))) END
$$;
--> statement-breakpoint
-- The keys under which extra columns are found: one for each column with its text, exactly as it is written. They belong
-- to one organization, so that no other one's payouts lie on the way.
CREATE FUNCTION payout_extra_keys(organization uuid, extra jsonb) RETURNS bigint[] LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
  SELECT array_agg(hashtextextended(key || E'\x01' || value, uuid_hash_extended(organization, 0))) FROM jsonb_each_text(extra)
$$;
--> statement-breakpoint
-- The functions below read by one index each, as those of the search do.

-- Payouts with these keys among those entered last. `looked` is how many are looked at.
CREATE FUNCTION payout_extra_newest(organization uuid, keys bigint[], looked integer, most integer) RETURNS integer
LANGUAGE plpgsql STABLE SET enable_seqscan = off SET enable_bitmapscan = off SET enable_sort = off AS $$
BEGIN
  RETURN (SELECT count(*) FROM (
    SELECT FROM (
      SELECT s.extra_keys FROM public.payout_search AS s WHERE s.organization_id = organization
      ORDER BY s.organization_id DESC, s.payout_id DESC LIMIT looked
    ) AS newest
    WHERE newest.extra_keys @> keys LIMIT most) AS found);
END
$$;
--> statement-breakpoint
-- Payouts with these keys by their index.
CREATE FUNCTION payout_extra_entered(organization uuid, keys bigint[], most integer) RETURNS uuid[]
LANGUAGE plpgsql STABLE SET enable_seqscan = off SET enable_indexscan = off SET enable_indexonlyscan = off SET work_mem = '32MB' AS $$
BEGIN
  RETURN array(
    SELECT s.payout_id FROM public.payout_search AS s
    WHERE s.extra_keys @> keys AND s.extra_keys IS NOT NULL AND (s.organization_id = organization) IS TRUE
    LIMIT most);
END
$$;
--> statement-breakpoint
-- Payouts with these texts among those that are not entered yet.
CREATE FUNCTION payout_extra_waiting(organization uuid, asked jsonb, most integer) RETURNS uuid[]
LANGUAGE plpgsql STABLE SET enable_seqscan = off SET enable_bitmapscan = off SET enable_sort = off AS $$
DECLARE
  waiting record;
  found uuid[] := '{}';
BEGIN
  FOR waiting IN SELECT q.first_id, q.last_id FROM public.payout_search_queue AS q WHERE q.organization_id = organization LOOP
    found := found || array(
      SELECT of_range.id FROM (
        SELECT p.id, p.extra FROM public.payouts AS p
        WHERE p.organization_id = organization AND p.id >= waiting.first_id AND p.id <= waiting.last_id
        ORDER BY p.organization_id, p.id
      ) AS of_range
      WHERE of_range.extra @> asked LIMIT most);
    -- Ranges may share payouts.
    CONTINUE WHEN cardinality(found) < most;
    found := array(SELECT DISTINCT id FROM unnest(found) AS id);
    EXIT WHEN cardinality(found) >= most;
  END LOOP;
  RETURN found;
END
$$;
--> statement-breakpoint
-- The payouts that have all these texts, or null where there are more than `most`. Where one of seven of the newest has
-- them, more of the newest tell it sooner than the index does.
CREATE FUNCTION payout_extra_found(organization uuid, asked jsonb, most integer) RETURNS uuid[] LANGUAGE plpgsql STABLE AS $$
DECLARE
  keys bigint[] := public.payout_extra_keys(organization, asked);
  sample CONSTANT integer := 500;
  found uuid[];
BEGIN
  IF public.payout_extra_newest(organization, keys, sample, sample) * 7 > sample
    AND public.payout_extra_newest(organization, keys, 7 * most, most + 1) > most THEN
    RETURN NULL;
  END IF;
  found := public.payout_extra_entered(organization, keys, most + 1) || public.payout_extra_waiting(organization, asked, most + 1);
  found := array(SELECT DISTINCT id FROM unnest(found) AS id);
  RETURN CASE WHEN cardinality(found) <= most THEN found END;
END
$$;
--> statement-breakpoint
CREATE OR REPLACE FUNCTION payout_search_waiting(organization uuid, patterns text[], most integer) RETURNS uuid[]
LANGUAGE plpgsql STABLE SET enable_seqscan = off SET enable_bitmapscan = off SET enable_sort = off AS $$
DECLARE
  waiting record;
  found uuid[] := '{}';
BEGIN
  FOR waiting IN SELECT q.first_id, q.last_id FROM public.payout_search_queue AS q WHERE q.organization_id = organization LOOP
    found := found || array(
      SELECT of_range.id FROM (
        SELECT p.id, p.recipient_name, p.recipient_email, p.reference, p.extra FROM public.payouts AS p
        WHERE p.organization_id = organization AND p.id >= waiting.first_id AND p.id <= waiting.last_id
        ORDER BY p.organization_id, p.id
      ) AS of_range
      WHERE public.payout_search_text(of_range.recipient_name, of_range.recipient_email, of_range.reference, of_range.extra) ~ ALL (patterns) LIMIT most);
    -- Ranges may share payouts.
    CONTINUE WHEN cardinality(found) < most;
    found := array(SELECT DISTINCT id FROM unnest(found) AS id);
    EXIT WHEN cardinality(found) >= most;
  END LOOP;
  RETURN found;
END
$$;
--> statement-breakpoint
DROP TRIGGER payouts_changed_for_search ON "payouts";
--> statement-breakpoint
CREATE TRIGGER payouts_changed_for_search AFTER UPDATE OF organization_id, id, recipient_name, recipient_email, reference, extra ON "payouts" FOR EACH ROW
WHEN ((OLD.organization_id, OLD.id, OLD.recipient_name, OLD.recipient_email, OLD.reference, OLD.extra) IS DISTINCT FROM (NEW.organization_id, NEW.id, NEW.recipient_name, NEW.recipient_email, NEW.reference, NEW.extra))
EXECUTE FUNCTION queue_changed_for_search();
--> statement-breakpoint
ALTER TABLE "payouts" ENABLE ALWAYS TRIGGER payouts_changed_for_search;
