import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { isoDate, needsDateForm } from "@/lib/batches/file-format/mapping/date-form";
import { needsDecimalMark, plainAmount } from "@/lib/batches/file-format/mapping/decimal-mark";
import { guessRoles } from "@/lib/batches/file-format/mapping/guess";
import { cellKeys, headers, placed, type ColumnMapping } from "@/lib/batches/file-format/mapping/mapping";

const word = fc.stringMatching(/^[A-Z][a-z]{1,10}$/);

describe("a decimal mark", () => {
  it.each([
    ["1.234,56", ",", "1234.56"],
    ["12,50", ",", "12.50"],
    ["1.234", ",", "1234"],
    ["1 234,5", ",", "1234.5"],
    ["1,234.56", ".", "1234.56"],
    ["12,34,567.10", ".", "1234567.10"],
    ["€ 1.234,56", ",", "€ 1234.56"],
    ["-12,50", ",", "-12.50"],
    ["a dozen", ",", "a dozen"],
  ] as const)("reads %s with a %s as %s", (text, mark, plain) => {
    expect(plainAmount(text, mark)).toBe(plain);
  });

  it.each([
    ["12.50", ","],
    ["1,234.56", ","],
    ["12,50", "."],
    ["12.34.5", ","],
  ] as const)("of %s is never %s", (text, mark) => {
    expect(plainAmount(text, mark)).toBeUndefined();
  });

  it("is asked for where an amount means something else, or nothing, without one", () => {
    expect(["12,50", "1.234", "1,234", "1.234,56", "1'234.00"].map(needsDecimalMark)).toEqual(Array(5).fill(true));
    expect(["12.50", "100", "", "a dozen"].map(needsDecimalMark)).toEqual(Array(4).fill(false));
  });
});

describe("a date", () => {
  it.each([
    ["31.12.2027", "day_first", "2027-12-31"],
    ["1/2/27", "day_first", "2027-02-01"],
    ["1/2/2027", "month_first", "2027-01-02"],
    ["2027/1/2", "year_first", "2027-01-02"],
    ["2027-01-02", "day_first", "2027-01-02"],
    ["2027/01/02", "day_first", undefined],
    ["12/31/2027", "day_first", undefined],
    ["31.12.2027", "month_first", undefined],
    ["31.12.2027", "year_first", undefined],
    ["tomorrow", "day_first", "tomorrow"],
  ] as const)("%s, %s, is %s", (text, form, iso) => {
    expect(isoDate(text, form)).toBe(iso);
  });

  it("needs an order where its parts may be day, month and year", () => {
    expect(["1/2/2027", "31.12.2027", "2027/1/2"].map(needsDateForm)).toEqual(Array(3).fill(true));
    expect(["2027-01-02", "45.45.2027", "1.2.3", "", "tomorrow"].map(needsDateForm)).toEqual(Array(5).fill(false));
  });
});

describe("a guess", () => {
  const guessed = (header: string[] | null, ...rows: string[][]) =>
    guessRoles(
      header,
      rows.map((cells, index) => ({ line: index + 2, cells })),
      (header ?? rows[0]!).length,
    );

  it.each([
    [["Nom", "Courriel", "Montant", "Devise", "Référence"]],
    [["Nombre completo", "Correo electrónico", "Importe", "Moneda", "Referencia"]],
    [["Empfänger", "E-Mail-Adresse", "Betrag", "Währung", "Verwendungszweck"]],
    [["Nome completo", "E-mail", "Valor", "Moeda", "Referência"]],
    [["اسم المستفيد", "البريد الإلكتروني", "المبلغ", "العملة", "المرجع"]],
    [["Payee", "Payee email", "Payment amount", "Payment currency", "Payment reference"]],
  ])("of %s finds all five", (header) => {
    expect(guessed(header, ["Ada Byron", "ada@example.com", "12,50", "EUR", "A-1"])).toEqual([
      "recipient_name",
      "email",
      "amount",
      "currency",
      "reference",
    ]);
  });

  it("follows the values where the words of the header say nothing, or say what the values are not", () => {
    expect(guessed(["x", "y", "Email"], ["ada@example.com", "USD", "yes"])).toEqual(["email", "currency", null]);
    expect(guessed(null, ["joe@example.com", "7.00", "EUR", "ID2"])).toEqual([
      "email",
      "amount",
      "currency",
      "reference",
    ]);
  });

  it("of a first and a last name is both, in whatever order", () => {
    expect(guessed(["Surname", "Given name", "Email"], ["Byron", "Ada", "ada@example.com"])).toEqual([
      "last_name",
      "first_name",
      "email",
    ]);
  });

  it("never fails, and never gives one column of ours to two cells", () =>
    fc.assert(
      fc.property(
        fc.array(
          fc.array(
            fc.oneof(
              fc.string({ unit: "grapheme" }),
              word,
              fc.constantFrom("Name", "Email", "amount", "first name", "Währung", "a@b.example", "12,5", "EUR"),
            ),
            { maxLength: 12 },
          ),
          { minLength: 1, maxLength: 5 },
        ),
        fc.boolean(),
        (table, hasHeader) => {
          const width = Math.max(...table.map((cells) => cells.length));
          const records = table.map((cells, index) => ({ line: index + 1, cells }));
          const said = guessRoles(hasHeader ? table[0]! : null, hasHeader ? records.slice(1) : records, width);
          const found = said.filter((role) => role !== null);
          expect(new Set(found).size).toBe(found.length);
          const keys = cellKeys(table[0]!, hasHeader);
          expect(new Set(keys).size).toBe(keys.length);
        },
      ),
      { numRuns: 2_000 },
    ));
});

describe("a mapping", () => {
  it("without a header fits a file whose first row has values of the same kinds in the same places", () => {
    const [header] = headers([{ line: 1, cells: ["ada@example.com", "12.50", "USD", "ID1"] }], false);
    const headerless: ColumnMapping = { header: header!, columns: {}, decimalMark: null, dateForm: null };
    expect(placed(headerless, [{ line: 1, cells: ["joe@example.com", "7.00", "EUR", "ID2"] }])).toBeDefined();
    expect(placed(headerless, [{ line: 1, cells: ["joe@example.com", "EUR", "7.00", "ID2"] }])).toBeUndefined();
  });
});
