import fc from "fast-check";
import { expect, test } from "vitest";
import { currencies, currencyDigits } from "@/lib/money";
import { amountReadings } from "@/lib/payouts/fields/amount-readings";
import { readRow } from "@/lib/payouts/fields/read-row";

const anyCurrency = fc.constantFrom(...currencies);
const at = { now: new Date("2026-11-23T12:00:00Z"), timeZone: "UTC" };
const marks: Record<string, string> = {
  comma: ",",
  commas: ",",
  point: ".",
  apostrophe: "'’",
  space: " \u00a0\u2009\u202f",
};

/** Reads a text by the words of a notation alone, as a person would: what to take out, and which mark is the point. */
function byWords(text: string, how: string): number {
  if (how.includes("spreadsheet")) return Number(text.replace(",", "."));
  const decimal = /(?:the (\w+) decimals|(\w+) separates decimals)/.exec(how);
  const point = marks[decimal?.[1] ?? decimal?.[2] ?? (how.includes("separate") ? "" : "point")] ?? "";
  const plain = [...text].map((one) => (point.includes(one) ? "." : /\d/.test(one) ? one : "")).join("");
  return Number(plain);
}

const written = fc.oneof(
  fc.string({ unit: fc.constantFrom(..."0123456789.,' "), maxLength: 14 }),
  fc
    .tuple(
      fc.integer({ min: 1, max: 999_999_999 }),
      fc.constantFrom("en-US", "de-DE", "de-CH", "fr-FR", "en-IN"),
      fc.nat(4),
    )
    .map(([value, locale, digits]) => (value / 10 ** digits).toLocaleString(locale, { minimumFractionDigits: digits })),
  fc.stringMatching(/^\d([.,]\d{1,5})?E\+\d{1,2}$/),
);

test("every value advised for an amount is what its own notation says, to the last digit", () => {
  fc.assert(
    fc.property(written, anyCurrency, (text, currency) => {
      for (const { value, how } of amountReadings(text, currency)) {
        expect({ text, how, value: Number(value) }).toEqual({ text, how, value: byWords(text.trim(), how) });
        expect(value).toMatch(/^\d+(\.\d+)?$/);
        expect(value.split(".")[1]?.length ?? 0).toBe(currencyDigits(currency));
      }
    }),
    { numRuns: 2_000 },
  );
});

test("an amount that a country writes in its own way is among the readings of it", () => {
  const amount = fc.bigInt({ min: 1_000_00n, max: 999_999_999_99n });
  fc.assert(
    fc.property(amount, fc.constantFrom("en-US", "de-DE", "de-CH", "fr-FR", "en-IN"), (cents, locale) => {
      const text = (Number(cents) / 100).toLocaleString(locale, { minimumFractionDigits: 2 });
      const value = `${cents / 100n}.${String(cents % 100n).padStart(2, "0")}`;
      expect(amountReadings(text, "USD").map((reading) => reading.value)).toContain(value);
    }),
  );
});

test("whatever is refused as an amount, the advice names no value that the text does not mean", () => {
  fc.assert(
    fc.property(fc.oneof(written, fc.string({ maxLength: 12 })), anyCurrency, (amount, currency) => {
      const row = { recipient_name: "Ada", email: "ada@example.com", reference: "A-1", amount, currency };
      const checked = readRow(row, 2, at);
      if (!("faults" in checked)) return;
      const values = amountReadings(amount, currency).map(({ value }) => value);
      for (const { code, suggestion } of checked.faults) {
        if (!code.startsWith("amount_")) continue;
        const named = suggestion.match(/\d[\d.]*\d|\d{2,}/g) ?? [];
        expect(named.filter((one) => !values.includes(one) && !amount.includes(one))).toEqual([]);
      }
    }),
    { numRuns: 2_000 },
  );
});
