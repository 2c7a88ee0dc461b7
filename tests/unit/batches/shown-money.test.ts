import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { cellKeys, type ColumnMapping } from "@/lib/batches/file-format/mapping/mapping";
import { recognized } from "@/lib/batches/file-format/mapping/templates";
import { firstOfFile } from "@/lib/batches/reading/open-file";
import { canMean } from "@/lib/currency-symbols";
import { currencies, currencyDigits, toDecimal } from "@/lib/money";
import { orInSoak } from "@/tests/support/seed";
import { header, judged, row } from "@/tests/support/judged-workbook";
import { context } from "@/tests/support/parsed-text";
import { inPieces, judgeAll, readFile } from "@/tests/support/read-batch-file";
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

describe("an amount that the sheet shows with a currency, in a file of another system,", () => {
  const money = { number: "1250.5", format: "[$€-407] #,##0.00" };
  const wise = (amountCurrency: string, target: string, amount: Cell = money): Cell[][] => [
    [
      ..."name,recipientEmail,paymentReference,receiverType,amountCurrency,amount,sourceCurrency,targetCurrency".split(
        ",",
      ),
    ],
    ["Ada Byron", "ada@example.com", "R1", "PERSON", amountCurrency, amount, "USD", target],
  ];
  const readBy = async (rows: Cell[][], mapping: ColumnMapping) => {
    const read = await readFile(workbook(rows), { mapping });
    if ("faults" in read) throw new Error(JSON.stringify(read.faults));
    return judgeAll(read, context);
  };
  const known = (rows: Cell[][]) => recognized([{ line: 1, cells: rows[0]!.map(String) }])!.mapping!;

  it("is compared with the currency that another cell of the row chooses", async () => {
    for (const word of ["target", "TARGET"]) {
      const rows = wise(word, "EUR");
      expect((await readBy(rows, known(rows))).accepted).toMatchObject([{ amountMinor: 125050n, currency: "EUR" }]);
    }
    const dollars = wise("source", "EUR", { number: "12.5", format: "$#,##0.00" });
    expect((await readBy(dollars, known(dollars))).accepted).toMatchObject([{ amountMinor: 1250n, currency: "USD" }]);
    for (const rows of [wise("source", "EUR"), wise("target", "GBP")])
      expect((await readBy(rows, known(rows))).refused[0]?.errors).toMatchObject([{ code: "amount_other_currency" }]);
    const neither = wise("both", "EUR");
    expect((await readBy(neither, known(neither))).refused[0]?.errors.map(({ code }) => code)).toEqual([
      "amount_other_currency",
      "required",
    ]);
  });

  it("is compared with the currency that was said for every row, or the cell that was said to be it", async () => {
    const gifts: Cell[][] = [
      ["First Name", "Last Name", "Email", "Amount", "External Reference", "Paid in"],
      ["Ada", "Byron", "ada@example.com", money, "R1", "EUR"],
    ];
    const narrow = gifts.map((cells) => cells.slice(0, 5));
    const mapping = known(narrow);
    for (const [text, reads] of [
      ["EUR", [125050n]],
      ["USD", []],
    ] as const) {
      const same = { ...mapping, columns: { ...mapping.columns, currency: { from: "constant" as const, text } } };
      const { accepted } = await readBy(narrow, same);
      expect(accepted.map(({ amountMinor }) => amountMinor)).toEqual(reads);
    }
    const keys = cellKeys(gifts[0]!.map(String), true);
    const byCell: ColumnMapping = {
      ...mapping,
      header: { line: 1, keys },
      columns: { ...mapping.columns, currency: { from: "cells", keys: [keys[5]!] } },
    };
    expect((await readBy(gifts, byCell)).accepted).toMatchObject([{ amountMinor: 125050n }]);
    const dollars = gifts.with(1, gifts[1]!.with(5, "USD"));
    expect((await readBy(dollars, byCell)).accepted).toEqual([]);
  });

  it("stands alone among the first rows, where nothing says yet which currency they have", async () => {
    const rows = wise("target", "EUR");
    const file = workbook(rows);
    const first = await firstOfFile({ format: "xlsx", sheet: null, bytes: () => inPieces(file) });
    expect(first[1]?.cells[5]).toBe("1250.50");
  });
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
