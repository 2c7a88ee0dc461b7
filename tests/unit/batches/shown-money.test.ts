import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { canMean } from "@/lib/currency-symbols";
import { currencies, currencyDigits, toDecimal } from "@/lib/money";
import { orInSoak } from "@/tests/support/seed";
import { header, judged, row } from "@/tests/support/judged-workbook";
import { workbook, type Cell } from "@/tests/support/workbook";

const inCurrency = (amount: Cell, currency: string): Cell[] => {
  const cells = row({ amount });
  cells[header.indexOf("currency")] = currency;
  return cells;
};
const judgedAs = async (amount: Cell, currency: string) => judged(workbook([header, inCurrency(amount, currency)]));

describe("an amount that the sheet shows with a currency", () => {
  it.each([
    ['"$"#,##0.00', ["USD", "CAD", "AUD", "MXN"]],
    ["[$$-409]#,##0.00", ["USD"]],
    ["[$€-407] #,##0.00", ["EUR"]],
    ['_-* #,##0.00\\ "€"_-', ["EUR"]],
    ['_("$"* #,##0.00_);_("$"* \\(#,##0.00\\);_("$"* "-"??_);_(@_)', ["USD", "NZD"]],
    ["_(* #,##0.00_);_(* \\(#,##0.00\\)", ["USD", "EUR"]],
    ["[$£-809]#,##0.00", ["GBP", "GIP"]],
    ["[$USD] #,##0.00", ["USD"]],
    ["#,##0.00\\ [$kr-41D]", ["SEK", "NOK"]],
    ['[Red][<1000]"€"0.00;"$"#,##0.00', ["USD"]],
    ['"$"General', ["USD"]],
  ])("is read as the plain amount where the row's currency can be the one of %s", async (format, codes) => {
    for (const currency of [...codes, codes[0]!.toLowerCase()]) {
      const { accepted } = await judgedAs({ number: "1250", format }, currency);
      expect(accepted).toMatchObject([{ amountMinor: 125000n, currency: currency.toUpperCase() }]);
    }
  });

  it("is read where yen and yuan share a sign", async () => {
    expect((await judgedAs({ number: "1250", format: "[$¥-411]#,##0" }, "JPY")).accepted).toMatchObject([
      { amountMinor: 1250n },
    ]);
    expect((await judgedAs({ number: "1250", format: "[$¥-804]#,##0.00" }, "CNY")).accepted).toMatchObject([
      { amountMinor: 125000n },
    ]);
  });

  it.each([
    ["[$€-407]#,##0.00", "USD", /says €, and the column currency of the row says USD/],
    ['"$"#,##0.00', "EUR", /says \$, and the column currency of the row says EUR/],
    ["[$¥-804]#,##0.00", "GBP", /says ¥, and the column currency of the row says GBP/],
    ['"R$" #,##0.00', "USD", /says R\$, and the column currency of the row says USD/],
  ])("is refused with both named where it cannot be: %s in a row of %s", async (format, currency, message) => {
    const { accepted, refused } = await judgedAs({ number: "1250", format }, currency);
    expect(accepted).toEqual([]);
    expect(refused[0]?.errors).toMatchObject([
      { code: "amount_other_currency", column: "amount", message: expect.stringMatching(message) as string },
    ]);
  });

  it("is compared also where the currency stands before the amount, or is missing", async () => {
    const format = "[$€-407]#,##0.00";
    const columns = ["currency", "amount", "recipient_name", "email", "reference"];
    const of = (currency: string): Cell[] => [currency, { number: "1250", format }, "Ada", "ada@example.com", "R1"];
    expect((await judged(workbook([columns, of("EUR")]))).accepted).toMatchObject([{ amountMinor: 125000n }]);
    expect((await judged(workbook([columns, of("")]))).refused[0]?.errors.map(({ code }) => code)).toEqual([
      "amount_other_currency",
      "required",
    ]);
  });

  it("is still refused where somebody typed the sign, and where other text stands beside the digits", async () => {
    for (const amount of ["$1250.00", { number: "1250", format: '"pcs "0' }])
      expect((await judgedAs(amount, "USD")).accepted).toEqual([]);
  });

  it("keeps every digit, in whatever currency and with its own sign", () =>
    fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...currencies),
        fc.bigInt({ min: 1n, max: 99_999_999_999n }),
        async (currency, amountMinor) => {
          const decimals = "0".repeat(currencyDigits(currency)!);
          const format = `[$${currency}] #,##0${decimals && `.${decimals}`}`;
          const { accepted } = await judgedAs({ number: toDecimal(amountMinor, currency), format }, currency);
          expect(accepted).toMatchObject([{ amountMinor, currency }]);
        },
      ),
      { numRuns: orInSoak(50, 1_000) },
    ));
});

describe("the signs of currencies", () => {
  it("mean each currency by its code, and a sign that is shared means each of those", () => {
    for (const currency of currencies) expect(canMean(currency, currency), currency).toBe(true);
    for (const [sign, meant] of [
      ["$", ["USD", "CAD", "AUD", "NZD", "HKD", "SGD", "MXN"]],
      ["¥", ["JPY", "CNY"]],
      ["￥", ["JPY", "CNY"]],
      ["£", ["GBP", "FKP", "GIP", "SHP"]],
      ["kr.", ["DKK", "SEK", "NOK", "ISK"]],
    ] as const)
      for (const currency of meant) expect(canMean(sign, currency), `${sign} ${currency}`).toBe(true);
    expect([canMean("$", "EUR"), canMean("CA$", "USD"), canMean("€", "GBP"), canMean("", "USD")]).toEqual([
      false,
      false,
      false,
      false,
    ]);
  });
});
