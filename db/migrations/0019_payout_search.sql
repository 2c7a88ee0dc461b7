-- How text is folded, so that capitals, accents and forms of a letter make no difference. Both sides of every comparison
-- go through this one function. Marks are taken off letters of Latin, Greek, Cyrillic, Hebrew and Arabic script; Indian
-- vowel signs are letters of their own and stay.
CREATE FUNCTION payout_search_folded(given text) RETURNS text LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
  SELECT CASE WHEN octet_length(given) = char_length(given) THEN lower(given) ELSE
    translate(
      replace(replace(replace(replace(
        normalize(regexp_replace(lower(normalize(given, NFKD)),
          '[\u0300-\u036f\u0483-\u0489\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06dc\u0640\u200c\u200d\ufe0e\ufe0f]', '', 'g'), NFC),
        U&'\00df', 'ss'), U&'\00e6', 'ae'), U&'\0153', 'oe'), U&'\00fe', 'th'),
      U&'\00f8\0142\0111\00f0\0127\0131\03c2\02bc\2018\2019\2032\2010\2011\2012\2013\2014\2212\1680\2028\2029',
      U&'oldd' || U&'hi\03c3' || '''''''''' || '------   ')
  END
$$;
--> statement-breakpoint
-- Characters behind which a word starts, beside white space.
CREATE FUNCTION payout_search_separators() RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT '!"#$%&''()*+,-./:;<=>?@[\]^_`{|}~' || U&'\00a1\00a7\00ab\00b6\00b7\00bb\00bf\201c\201d\201e\2020\2021\2022\2039\203a\3001\3002\300c\300d\300e\300f\3010\3011\30fb'
$$;
--> statement-breakpoint
-- The lines that are searched of a payout.
CREATE FUNCTION payout_search_text(recipient_name text, recipient_email text, reference text) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT public.payout_search_folded(recipient_name || E'\n' || recipient_email || E'\n' || reference)
$$;
--> statement-breakpoint
-- The words of what is asked: folded, cut at white space.
CREATE FUNCTION payout_search_words(asked text) RETURNS text[] LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT array_remove(regexp_split_to_array(public.payout_search_folded(asked), '[ \t\n\r\f\v\u0085]+'), '')
$$;
--> statement-breakpoint
-- For each word a regular expression that the text of a payout must match: the word anywhere, or for a word of fewer than
-- three characters at the start of a word. Without any word, one that nothing matches.
CREATE FUNCTION payout_search_patterns(asked text) RETURNS text[] LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT coalesce(array_agg(
    CASE WHEN char_length(word) >= 3 THEN '***=' || word
    ELSE '(^|[ \t\n\r\f\v\u0085' || regexp_replace(public.payout_search_separators(), '([]\\^[-])', '\\\1', 'g') || '])'
      || regexp_replace(word, '([][\\^$.|?*+(){}])', '\\\1', 'g') END), '{$.}')
  FROM unnest(public.payout_search_words(asked)) AS word
$$;
--> statement-breakpoint
-- Characters that separate words, and white space, as one character, and one in front.
CREATE FUNCTION payout_search_marked(folded text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT translate(folded, E' \t\n\r\f\v\u0085' || public.payout_search_separators(), repeat(E'\x01', 7 + char_length(public.payout_search_separators())))
$$;
--> statement-breakpoint
-- The keys under which a text is found: every three neighboring characters, separators being alike, and the first
-- character of each word. They belong to one organization, so that no other one's payouts lie on the way.
CREATE FUNCTION payout_search_grams(organization uuid, folded text) RETURNS bigint[] LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE AS $$
DECLARE
  marked text := E'\x01' || public.payout_search_marked(folded);
  seed bigint := uuid_hash_extended(organization, 0);
  grams bigint[] := '{}';
BEGIN
  FOR place IN 1 .. char_length(marked) - 1 LOOP
    grams := grams || hashtextextended(substr(marked, place, 3), seed);
    IF substr(marked, place, 1) = E'\x01' THEN
      grams := grams || hashtextextended(substr(marked, place, 2), seed);
    END IF;
  END LOOP;
  RETURN grams;
END
$$;
--> statement-breakpoint
-- The keys that every match of what is asked has: at most sixteen, because each costs a look into the index.
CREATE FUNCTION payout_search_asked_grams(organization uuid, asked text) RETURNS bigint[] LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT coalesce(array_agg(hashtextextended(gram, uuid_hash_extended(organization, 0))) FILTER (WHERE place % ((total + 15) / 16) = 0), '{}') FROM (
    SELECT gram, row_number() OVER () AS place, count(*) OVER () AS total FROM (
      SELECT CASE WHEN char_length(word) >= 3 THEN substr(public.payout_search_marked(word), place, 3)
        ELSE E'\x01' || public.payout_search_marked(word) END AS gram
      FROM unnest(public.payout_search_words(asked)) AS word, generate_series(1, greatest(char_length(word) - 2, 1)) AS place
    ) AS every
  ) AS numbered
$$;
--> statement-breakpoint
CREATE TABLE "payout_search" (
	"organization_id" uuid NOT NULL,
	"payout_id" uuid NOT NULL,
	"text" text NOT NULL,
	CONSTRAINT "payout_search_organization_id_payout_id_pk" PRIMARY KEY("organization_id","payout_id")
);
--> statement-breakpoint
CREATE TABLE "payout_search_queue" (
	"organization_id" uuid NOT NULL,
	"first_id" uuid NOT NULL,
	"last_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	CONSTRAINT "payout_search_queue_organization_id_first_id_id_pk" PRIMARY KEY("organization_id","first_id","id")
);
--> statement-breakpoint
DROP INDEX "payouts_name_prefix";--> statement-breakpoint
CREATE INDEX "payout_search_grams" ON "payout_search" USING gin (payout_search_grams("organization_id", "text")) WITH (gin_pending_list_limit=1024);--> statement-breakpoint
-- The functions below read by one index each, whatever the server believes of the tables: every other way is switched
-- off, or needs a sort that is switched off. They return at most as many as asked, and no fewer if there are as many.

-- Matches among the payouts entered last. `rows` is how many are looked at.
CREATE FUNCTION payout_search_newest(organization uuid, patterns text[], looked integer, most integer) RETURNS uuid[]
LANGUAGE plpgsql STABLE SET enable_seqscan = off SET enable_bitmapscan = off SET enable_sort = off AS $$
BEGIN
  RETURN array(
    SELECT newest.payout_id FROM (
      SELECT s.payout_id, s.text FROM public.payout_search AS s WHERE s.organization_id = organization
      ORDER BY s.organization_id DESC, s.payout_id DESC LIMIT looked
    ) AS newest
    WHERE newest.text ~ ALL (patterns) LIMIT most);
END
$$;
--> statement-breakpoint
-- Matches by the index of keys.
CREATE FUNCTION payout_search_entered(organization uuid, patterns text[], grams bigint[], most integer) RETURNS uuid[]
LANGUAGE plpgsql STABLE SET enable_seqscan = off SET enable_indexscan = off SET enable_indexonlyscan = off SET work_mem = '32MB' AS $$
BEGIN
  RETURN array(
    SELECT s.payout_id FROM public.payout_search AS s
    WHERE public.payout_search_grams(s.organization_id, s.text) @> grams
      -- In a form that no index can serve: the keys alone are quicker.
      AND (s.organization_id = organization) IS TRUE AND s.text ~ ALL (patterns)
    LIMIT most);
END
$$;
--> statement-breakpoint
-- Matches among the payouts that are not entered yet.
CREATE FUNCTION payout_search_waiting(organization uuid, patterns text[], most integer) RETURNS uuid[]
LANGUAGE plpgsql STABLE SET enable_seqscan = off SET enable_bitmapscan = off SET enable_sort = off AS $$
DECLARE
  waiting record;
  found uuid[] := '{}';
BEGIN
  FOR waiting IN SELECT q.first_id, q.last_id FROM public.payout_search_queue AS q WHERE q.organization_id = organization LOOP
    found := found || array(
      SELECT of_range.id FROM (
        SELECT p.id, p.recipient_name, p.recipient_email, p.reference FROM public.payouts AS p
        WHERE p.organization_id = organization AND p.id >= waiting.first_id AND p.id <= waiting.last_id
        ORDER BY p.organization_id, p.id
      ) AS of_range
      WHERE public.payout_search_text(of_range.recipient_name, of_range.recipient_email, of_range.reference) ~ ALL (patterns) LIMIT most);
    -- Ranges may share payouts.
    CONTINUE WHEN cardinality(found) < most;
    found := array(SELECT DISTINCT id FROM unnest(found) AS id);
    EXIT WHEN cardinality(found) >= most;
  END LOOP;
  RETURN found;
END
$$;
--> statement-breakpoint
-- The payouts that match what is asked, or null where there are more than `most`: exactly, and after no more reading than
-- it takes to know. Where one of seven of the newest matches, more of the newest tell it sooner than the index does.
CREATE FUNCTION payout_search_found(organization uuid, asked text, most integer) RETURNS uuid[] LANGUAGE plpgsql STABLE AS $$
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
  found := public.payout_search_entered(organization, patterns, public.payout_search_asked_grams(organization, asked), most + 1);
  waiting := public.payout_search_waiting(organization, patterns, most + 1);
  found := array(SELECT DISTINCT id FROM unnest(found || waiting) AS id);
  RETURN CASE WHEN cardinality(found) <= most THEN found END;
END
$$;
--> statement-breakpoint
CREATE FUNCTION queue_created_for_search() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO public.payout_search_queue (organization_id, first_id, last_id, id)
  SELECT organization_id, min(id::text COLLATE "C")::uuid, max(id::text COLLATE "C")::uuid, gen_random_uuid() FROM created GROUP BY organization_id;
  RETURN NULL;
END
$$;
--> statement-breakpoint
CREATE FUNCTION queue_changed_for_search() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO public.payout_search_queue (organization_id, first_id, last_id, id)
  VALUES (NEW.organization_id, NEW.id, NEW.id, gen_random_uuid());
  RETURN NULL;
END
$$;
--> statement-breakpoint
CREATE TRIGGER payouts_created_for_search AFTER INSERT ON "payouts" REFERENCING NEW TABLE AS created FOR EACH STATEMENT EXECUTE FUNCTION queue_created_for_search();
--> statement-breakpoint
CREATE TRIGGER payouts_changed_for_search AFTER UPDATE OF organization_id, id, recipient_name, recipient_email, reference ON "payouts" FOR EACH ROW
WHEN ((OLD.organization_id, OLD.id, OLD.recipient_name, OLD.recipient_email, OLD.reference) IS DISTINCT FROM (NEW.organization_id, NEW.id, NEW.recipient_name, NEW.recipient_email, NEW.reference))
EXECUTE FUNCTION queue_changed_for_search();
--> statement-breakpoint
-- Always: a program that switches off other triggers to load quickly would leave payouts that no search finds.
ALTER TABLE "payouts" ENABLE ALWAYS TRIGGER payouts_created_for_search;
--> statement-breakpoint
ALTER TABLE "payouts" ENABLE ALWAYS TRIGGER payouts_changed_for_search;
--> statement-breakpoint
-- The payouts that there are already wait to be entered, and are found meanwhile.
INSERT INTO "payout_search_queue" (organization_id, first_id, last_id, id)
SELECT id, '00000000-0000-0000-0000-000000000000', 'ffffffff-ffff-ffff-ffff-ffffffffffff', gen_random_uuid() FROM "organizations";
