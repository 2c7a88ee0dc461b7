-- The functions by which a search folds and finds say the same as before, and faster: each is called for every payout that
-- a list compares, and for every one that is entered.

-- Without marks most Latin text is plain letters; the rest is for what is not.
CREATE OR REPLACE FUNCTION payout_search_folded(given text) RETURNS text LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $$
DECLARE
  bare text;
BEGIN
  IF octet_length(given) = char_length(given) THEN
    RETURN lower(given);
  END IF;
  bare := regexp_replace(lower(normalize(given, NFKD)),
    '[\u0300-\u036f\u0483-\u0489\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06dc\u0640\u200c\u200d\ufe0e\ufe0f]', '', 'g');
  IF octet_length(bare) = char_length(bare) THEN
    RETURN bare;
  END IF;
  RETURN translate(
    replace(replace(replace(replace(normalize(bare, NFC),
      U&'\00df', 'ss'), U&'\00e6', 'ae'), U&'\0153', 'oe'), U&'\00fe', 'th'),
    U&'\00f8\0142\0111\00f0\0127\0131\03c2\02bc\2018\2019\2032\2010\2011\2012\2013\2014\2212\1680\2028\2029',
    U&'oldd' || U&'hi\03c3' || '''''''''' || '------   ');
END
$$;
--> statement-breakpoint
-- A function with a query in it begins that query at each call, whichever of its cases it is. This one does where it has to.
CREATE OR REPLACE FUNCTION payout_search_text(recipient_name text, recipient_email text, reference text, extra jsonb) RETURNS text
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE AS $$
BEGIN
  IF extra IS NULL THEN
    RETURN public.payout_search_text(recipient_name, recipient_email, reference);
  END IF;
  RETURN public.payout_search_folded(recipient_name || E'\n' || recipient_email || E'\n' || reference
    || (SELECT coalesce(string_agg(E'\n' || value, '' ORDER BY key), '') FROM jsonb_each_text(extra)));
END
$$;
--> statement-breakpoint
-- One character that separates words, as a regular expression.
CREATE FUNCTION payout_search_separator() RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT '[ \t\n\r\f\v\u0085' || regexp_replace(public.payout_search_separators(), '([]\\^[-])', '\\\1', 'g') || ']'
$$;
--> statement-breakpoint
CREATE OR REPLACE FUNCTION payout_search_patterns(asked text) RETURNS text[] LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT coalesce(array_agg(
    CASE WHEN char_length(word) >= 3 THEN '***=' || word
    ELSE '(^|' || public.payout_search_separator() || ')' || regexp_replace(word, '([][\\^$.|?*+(){}])', '\\\1', 'g') END), '{$.}')
  FROM unnest(public.payout_search_words(asked)) AS word
$$;
--> statement-breakpoint
-- To translate some sixty characters, each of the text is compared with all of them.
CREATE OR REPLACE FUNCTION payout_search_marked(folded text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT regexp_replace(folded, public.payout_search_separator(), E'\x01', 'g')
$$;
--> statement-breakpoint
CREATE OR REPLACE FUNCTION payout_search_grams(organization uuid, folded text) RETURNS bigint[] LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE AS $$
DECLARE
  marked text := E'\x01' || public.payout_search_marked(folded);
  seed bigint := uuid_hash_extended(organization, 0);
  gram text;
  grams bigint[] := '{}';
BEGIN
  FOR place IN 1 .. char_length(marked) - 1 LOOP
    gram := substr(marked, place, 3);
    grams := grams || hashtextextended(gram, seed);
    IF gram ^@ E'\x01' THEN
      grams := grams || hashtextextended(left(gram, 2), seed);
    END IF;
  END LOOP;
  RETURN grams;
END
$$;
