import { describe, expect, test } from "vitest";
import { currencies } from "@/lib/money";
import { amountIn, currencyIn, dayIn, deadlineIn } from "@/lib/recipient-words/formats";
import { askedLanguage, isLanguageTag, languageOfTag, languages } from "@/lib/recipient-words/languages";
import { pluralsOf } from "@/lib/recipient-words/plurals";
import { recipientWords } from "@/lib/recipient-words/table";
import { englishIn, factsIn, sentencesOf } from "@/tests/support/recipient-sentences";

const english = sentencesOf("en");
const others = languages.filter((language) => language !== "en");

describe.each(others)("in %s", (language) => {
  const sentences = sentencesOf(language);

  test("every sentence is there, names the facts that it names in English, and is not the English one", () => {
    expect([...sentences.keys()]).toEqual([...english.keys()]);
    const wrong = [...sentences].filter(
      ([path, said]) => factsIn(said).join() !== factsIn(english.get(path)!).join() || said === english.get(path),
    );
    // IBAN is the same word everywhere; a German account ends without a word for it.
    expect(wrong.map(([path]) => path).filter((path) => path !== "page.fields.iban.label")).toEqual([]);
  });

  test("no part of an English sentence is left", () => {
    expect(englishIn([...sentences.values()].join("\n"))).toEqual([]);
  });

  test("every currency has a name, and no amount loses a digit", () => {
    for (const currency of currencies) expect(currencyIn(language, currency), currency).toMatch(/^\P{N}+$/u);
    expect(amountIn(language, 999_999_999_999_999n, "USD").replace(/\D/g, "")).toBe("999999999999999");
  });
});

const moment = new Date("2026-12-23T14:41:00Z");
const plain = (text: string) => text.replace(/[\u00a0\u202f]/g, " ").replace(/[\u200e\u200f]/g, "");

test.each([
  ["en", "1,284.00 US dollars", "December 23, 2026", "Wednesday, December 23, 2026 at 9:41 AM EST"],
  [
    "es",
    "1284,00 dólares estadounidenses",
    "23 de diciembre de 2026",
    "miércoles, 23 de diciembre de 2026, 9:41 GMT-5",
  ],
  ["fr", "1 284,00 dollars des États-Unis", "23 décembre 2026", "mercredi 23 décembre 2026 à 09:41 UTC−5"],
  ["de", "1.284,00 US-Dollar", "23. Dezember 2026", "Mittwoch, 23. Dezember 2026 um 09:41 GMT-5"],
  [
    "pt",
    "1.284,00 dólares americanos",
    "23 de dezembro de 2026",
    "quarta-feira, 23 de dezembro de 2026 às 09:41 GMT-5",
  ],
  ["ar", "1,284.00 دولار أمريكي", "23 ديسمبر 2026", "الأربعاء، 23 ديسمبر 2026 في 9:41 ص غرينتش-5"],
] as const)("amounts, days and deadlines are written as %s writes them", (language, amount, day, deadline) => {
  const zone = "America/New_York";
  const written = [
    amountIn(language, 128_400n, "USD"),
    dayIn(language, moment, zone),
    deadlineIn(language, moment, zone),
  ];
  expect(written.map(plain)).toEqual([amount, day, deadline]);
});

test("counts have the plural of their language", () => {
  const forms = { one: "one", two: "two", few: "few #", many: "many #", other: "other #" };
  expect([1, 2, 3, 11, 100].map((count) => pluralsOf("ar")(count, forms))).toEqual([
    "one",
    "two",
    "few 3",
    "many 11",
    "other 100",
  ]);
  expect(recipientWords.ar.refusals.left(2)).toBe("تبقّت لك إجابتان.");
  expect(recipientWords.fr.refusals.codeTooSoon({ wait: 1 })).toContain("1\u00a0seconde.");
});

test("what a browser asks for is taken by its weight, and only where we have it", () => {
  expect(askedLanguage("it, pt-BR;q=0.8, en;q=0.9")).toBe("en");
  expect(askedLanguage("it;q=0.9, de-CH;q=0.5, *;q=0.1")).toBe("de");
  expect(askedLanguage("en;q=0, fr;q=0.1")).toBe("fr");
  for (const nothing of [null, "", "*", "it", ";;;,,q=", "en;q=0"])
    expect(askedLanguage(nothing), String(nothing)).toBeNull();
});

test("a tag is read with or without a region, in two letters or three", () => {
  expect(["es", "ES-mx", "pt_BR", "deu", " fr "].map(languageOfTag)).toEqual(["es", "es", "pt", "de", "fr"]);
  expect(["ja", "it-CH"].map(languageOfTag)).toEqual([null, null]);
  expect(["ja", "it-CH", "spa"].map(isLanguageTag)).toEqual([true, true, true]);
  expect(["", "xx", "12", "español", "-"].map(isLanguageTag)).toEqual([false, false, false, false, false]);
});
