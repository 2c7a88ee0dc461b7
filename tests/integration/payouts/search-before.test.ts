import { sql } from "drizzle-orm";
import fc from "fast-check";
import { expect, test } from "vitest";
import { db } from "@/db/client";
import { migrate } from "@/db/migrate";
import { useDatabase } from "@/tests/support/database";
import { dropEverything, migrateUpTo } from "@/tests/support/old-schema";

const url = useDatabase();

const organization = "01900000-0000-7000-8000-000000000000";

/** Each character of the two planes that letters, signs and most pictures are in, some behind each other. */
const lastCharacter = 0x1ffff;
function* everyCharacter(): Generator<string> {
  const together = 64;
  for (let first = 1; first <= lastCharacter; first += together) {
    const codes = Array.from({ length: together }, (_, index) => first + index);
    const storable = codes.filter((code) => code < 0xd800 || code > 0xdfff);
    if (storable.length > 0) yield String.fromCodePoint(...storable);
  }
}

const storable = (text: string) => text.replaceAll("\0", "").toWellFormed();

function someTexts(): string[] {
  const accented = fc.constantFrom(
    "García",
    "ŒUVRE",
    "Straße",
    "ǅ",
    "İstanbul",
    "Αθήνα ς",
    "Ñ",
    "ﬁn",
    "Æon",
    "o’neil",
    "a-b",
  );
  const text = fc.array(fc.oneof(fc.string({ unit: "grapheme" }), fc.string({ unit: "binary" }), accented), {
    maxLength: 6,
  });
  return fc.sample(text, 1_000).map((parts) => storable(parts.join(" ")));
}

/** What the search makes of each text as a payout has it, and as somebody asks for it; of a long one its beginning. */
const understood = () =>
  db.execute(sql`
    select payout_search_text(text, '', '', null) as plain,
      payout_search_text('', text, '', jsonb_build_object('b', text, 'a', 'x')) as with_extra,
      (select array_agg(distinct gram order by gram)::text from unnest(payout_search_grams(${organization}, payout_search_folded(text))) as gram) as keys,
      (select array_agg(distinct gram order by gram)::text from unnest(payout_search_asked_grams(${organization}, left(text, 20))) as gram) as asked,
      payout_search_patterns(text)::text as patterns
    from search_samples order by number`);

test("a migration folds and finds every text as before, so that what was entered is found by what is asked later", async () => {
  await dropEverything();
  await migrateUpTo("0059_search_folds_faster");
  await db.execute(sql`create table search_samples (number int generated always as identity, text text not null)`);
  const texts = [...everyCharacter(), ...someTexts()];
  await db.execute(sql`insert into search_samples (text) select unnest(${sql.param(texts)}::text[])`);
  const before = await understood();
  await migrate(url);
  const after = await understood();
  expect(after).toHaveLength(texts.length);
  const differing = after.filter((row, index) => JSON.stringify(row) !== JSON.stringify(before[index]));
  expect(differing.slice(0, 3)).toEqual([]);
});
