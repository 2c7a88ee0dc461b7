import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { currencies, currencyDigits, formatMoney, maxAmountMinor, parseAmount, toDecimal } from "@/lib/money";

const anyCurrency = fc.constantFrom(...currencies);
const anyAmount = fc.bigInt({ min: 1n, max: maxAmountMinor });

describe("an amount", () => {
  it("is read back exactly as it was written, in every currency", () => {
    fc.assert(
      fc.property(anyAmount, anyCurrency, (amountMinor, currency) => {
        expect(parseAmount(toDecimal(amountMinor, currency), currency)).toEqual({ amountMinor });
      }),
    );
  });

  it("can omit all or some of its decimals", () => {
    expect(parseAmount("84", "USD")).toEqual({ amountMinor: 8400n });
    expect(parseAmount("84.5", "USD")).toEqual({ amountMinor: 8450n });
    expect(parseAmount(" 0084.50 ", "USD")).toEqual({ amountMinor: 8450n });
    expect(parseAmount("84.5", "KWD")).toEqual({ amountMinor: 84500n });
    expect(parseAmount("84", "JPY")).toEqual({ amountMinor: 84n });
  });

  it.each([
    ["", "USD", "not_plain"],
    ["1,234", "USD", "not_plain"],
    ["1,234.50", "USD", "not_plain"],
    ["1 234.50", "USD", "not_plain"],
    ["1'234.50", "CHF", "not_plain"],
    ["1.234.567", "EUR", "not_plain"],
    ["12,34,567", "INR", "not_plain"],
    ["1.234,56", "EUR", "not_plain"],
    ["1 234,56", "EUR", "not_plain"],
    ["1.234.567,891", "KWD", "not_plain"],
    ["12,5", "EUR", "not_plain"],
    ["0,500", "KWD", "not_plain"],
    ["1234,567", "KWD", "not_plain"],
    ["1.2E+10", "USD", "not_plain"],
    ["1,2e5", "EUR", "not_plain"],
    ["12.345", "USD", "too_many_digits"],
    ["12.5", "JPY", "too_many_digits"],
    ["12.3456", "KWD", "too_many_digits"],
    ["0", "USD", "not_positive"],
    ["0.00", "USD", "not_positive"],
    ["-5", "USD", "not_plain"],
    ["\u22125.00", "USD", "not_plain"],
    ["10000000000000.00", "USD", "too_large"],
    ["9".repeat(1_000), "USD", "too_large"],
    ["twelve", "USD", "not_plain"],
    ["$5", "USD", "not_plain"],
    [".5", "USD", "not_plain"],
    ["5.", "USD", "not_plain"],
    ["+5", "USD", "not_plain"],
    ["５", "USD", "not_plain"],
    ["0x10", "USD", "not_plain"],
    ["Infinity", "USD", "not_plain"],
  ])("written as %j in %s is refused as %s and never guessed", (text, currency, problem) => {
    expect(parseAmount(text, currency)).toEqual({ problem });
  });

  it("in a huge cell is refused in less than quadratic time", () => {
    for (const huge of [
      `${"1".repeat(5_000_000)}x`,
      `${"1,".repeat(2_500_000)}x`,
      `${"1".repeat(5_000_000)}.${"1".repeat(5_000_000)}`,
    ]) {
      expect(parseAmount(huge, "USD")).toHaveProperty("problem");
    }
  });

  it("never throws, and never becomes a number that the text does not show", () => {
    fc.assert(
      fc.property(
        fc.oneof(fc.string(), fc.string({ unit: fc.constantFrom(..."0123456789.,'- eE+") })),
        anyCurrency,
        (text, currency) => {
          const parsed = parseAmount(text, currency);
          if ("amountMinor" in parsed) expect(text.trim()).toMatch(/^\d+(\.\d+)?$/);
        },
      ),
    );
  });
});

describe("currencies", () => {
  it("have the digits of ISO 4217", () => {
    expect(["USD", "JPY", "KWD", "ISK", "TND", "VND"].map(currencyDigits)).toEqual([2, 0, 3, 0, 3, 0]);
  });

  it("include only those used for payments: no metals, test codes or withdrawn currencies", () => {
    for (const code of ["XAU", "XTS", "XXX", "USN", "BGN", "ANG", "usd", "", "__proto__"])
      expect(currencyDigits(code)).toBeUndefined();
    expect(currencyDigits("XCG")).toBe(2);
  });
});

describe("money for people", () => {
  it("is grouped, has all digits of its currency, and names it", () => {
    expect(formatMoney(128_400n, "USD")).toBe("1,284.00 USD");
    expect(formatMoney(1_234_567n, "JPY")).toBe("1,234,567 JPY");
    expect(formatMoney(1_500n, "KWD")).toBe("1.500 KWD");
    expect(formatMoney(5n, "USD")).toBe("0.05 USD");
    expect(formatMoney(-128_400n, "USD")).toBe("-1,284.00 USD");
  });
});
