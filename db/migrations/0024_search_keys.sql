-- Of a word every third key and the last one: they cover each of its characters, and those between them would only cost
-- more looks into the index.
CREATE OR REPLACE FUNCTION payout_search_asked_grams(organization uuid, asked text) RETURNS bigint[] LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT coalesce(array_agg(hashtextextended(gram, uuid_hash_extended(organization, 0))) FILTER (WHERE place % ((total + 15) / 16) = 0), '{}') FROM (
    SELECT gram, row_number() OVER () AS place, count(*) OVER () AS total FROM (
      SELECT CASE WHEN char_length(word) >= 3 THEN substr(public.payout_search_marked(word), place, 3)
        ELSE E'\x01' || public.payout_search_marked(word) END AS gram
      FROM unnest(public.payout_search_words(asked)) AS word, generate_series(1, greatest(char_length(word) - 2, 1)) AS place
      WHERE place % 3 = 1 OR place = char_length(word) - 2
    ) AS every
  ) AS numbered
$$;
