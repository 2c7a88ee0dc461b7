import { expect, test } from "vitest";
import { currencies } from "@/lib/money";
import { currencyInWords } from "@/lib/plain-words";

test("every currency has a name in words, without a digit", () => {
  expect(currencyInWords("USD")).toBe("US dollars");
  for (const currency of currencies) expect(currencyInWords(currency), currency).toMatch(/^\p{L}/u);
});
