import { describe, expect, it } from "vitest";
import { readRow } from "@/lib/payouts/fields/read-row";
import type { RowValues } from "@/lib/payouts/fields/table";

const context = { now: new Date("2026-11-23T12:00:00.000Z"), timeZone: "America/New_York" };
const good = {
  recipient_name: "Ada Byron",
  email: "ada@example.com",
  amount: "12.50",
  currency: "USD",
  reference: "R1",
};

function faultsOf(values: RowValues) {
  const checked = readRow({ ...good, ...values }, 7, context);
  return "faults" in checked ? checked.faults : [];
}
function fieldsOf(values: RowValues) {
  const checked = readRow({ ...good, ...values }, 7, context);
  if ("faults" in checked) throw new Error(checked.faults.map((fault) => fault.message).join(" "));
  return checked.fields;
}
const codes = (values: RowValues) => faultsOf(values).map((fault) => fault.code);

describe("a record", () => {
  it("gets all its errors at once, each with its line and column", () => {
    expect(
      faultsOf({ recipient_name: "", email: "ada@", amount: "1,234", currency: "EURO", reference: "" }).map(
        ({ line, column, code }) => [line, column, code],
      ),
    ).toEqual([
      [7, "recipient_name", "required"],
      [7, "reference", "required"],
      [7, "email", "email_part_missing"],
      [7, "amount", "amount_grouped"],
      [7, "currency", "currency_unknown"],
    ]);
  });

  it("keeps names in every script as they are written", () => {
    for (const name of ["Þórdís Guðmundsdóttir", "王秀英", "محمد الحسيني", "נועה כהן", "O'Rourke", "Nguyễn Thị Hồng"]) {
      expect(fieldsOf({ recipient_name: name }).recipientName).toBe(name);
    }
  });

  it.each(["=SUM(A1)", '="00123"'])("with the formula %s instead of a value is refused in every column", (formula) => {
    expect([codes({ recipient_name: formula }), codes({ reference: formula })]).toEqual([
      ["formula_text"],
      ["formula_text"],
    ]);
  });

  it.each([
    ["a line break", "Ada\nByron"],
    ["a NUL", "Ada\u0000"],
    ["half of a character", "Ada \ud800"],
    ["a mark that turns text around", "Ada \u202enoryB"],
  ])("with %s in a value is refused, because people would see something other than what is stored", (_, name) => {
    expect(codes({ recipient_name: name })).toEqual(["hidden_character"]);
  });

  it("with a lost character is refused, because nobody knows which it was", () => {
    expect(codes({ recipient_name: "Jos\ufffd Garc\ufffda", reference: "R\ufffd" })).toEqual([
      "lost_character",
      "lost_character",
    ]);
  });

  it("is refused when it exceeds the database's lengths, counted in characters", () => {
    expect(codes({ recipient_name: "😀".repeat(200) })).toEqual([]);
    expect(codes({ recipient_name: "😀".repeat(201) })).toEqual(["too_long"]);
    expect(codes({ reference: "r".repeat(101) })).toEqual(["too_long"]);
    expect(codes({ email: `${"a".repeat(250)}@example.com` })).toEqual(["too_long"]);
  });
});

describe("an amount error", () => {
  it.each([
    ["1,234", "USD", "amount_grouped", "1234.00, if the comma separates thousands"],
    ["1,234.50", "USD", "amount_grouped", "1234.50, if the comma separates thousands and the point decimals"],
    ["1,234", "JPY", "amount_grouped", "1234, if the comma separates thousands"],
    [
      "1,234",
      "KWD",
      "amount_grouped",
      "1.234, if the comma separates decimals; or 1234.000, if the comma separates thousands",
    ],
    ["1.234.567", "EUR", "amount_grouped", "1234567.00, if the point separates thousands"],
    ["12,34,567", "INR", "amount_grouped", "1234567.00, if the commas separate lakhs and thousands"],
    ["1.234,56", "EUR", "amount_decimal_comma", "1234.56, if the point separates thousands and the comma decimals"],
    ["1 234,5", "EUR", "amount_decimal_comma", "1234.50, if the space separates thousands and the comma decimals"],
    ["12,50", "USD", "amount_decimal_comma", "12.50, if the comma separates decimals"],
    ["23444,00", "JPY", "amount_decimal_comma", "23444, if the comma separates decimals"],
    ["12,345.678", "USD", "amount_grouped", "with these digits it is no amount in USD"],
    [
      "12.345",
      "USD",
      "amount_too_many_digits",
      "no more decimals than that; or 12345.00, if the point separates thousands",
    ],
    ["0.125", "USD", "amount_too_many_digits", "with no more decimals than that."],
    ["18500.50", "JPY", "amount_too_many_digits", "with no more decimals than that."],
    ["12.3456", "KWD", "amount_too_many_digits", "with no more decimals than that."],
    ["12.500000", "USD", "amount_zeros_beyond", "Leave these zeros out: 12.50."],
    ["1.2E+10", "USD", "amount_exponent", "12000000000.00, if the spreadsheet lost no digit of it"],
    ["1,5e3", "JPY", "amount_exponent", "1500, if the spreadsheet lost no digit of it"],
    ["1.25E+1", "USD", "amount_exponent", "with these digits it is no amount in USD"],
    ["$1,250.00", "USD", "amount_with_currency", "1250.00, without the currency, if the comma separates thousands"],
    ["1250.00 USD", "USD", "amount_with_currency", "1250.00, without the currency."],
    ["12.50 EUR", "USD", "amount_other_currency", "Find out which of the two is right."],
    ["€12.50", "USD", "amount_other_currency", "Find out which of the two is right."],
    ["+12.50", "USD", "amount_plus_sign", "12.50, without the plus sign"],
    [".5", "USD", "amount_point_at_edge", "0.50, with the zero before the point"],
    ["5.", "USD", "amount_point_at_edge", "5.00, without the point at its end"],
    ["١٢٫٥", "USD", "amount_not_a_number", "Write digits"],
    ["１２.５", "USD", "amount_other_digits", "12.50, in the digits 0 to 9"],
    ["50%", "USD", "amount_percent", "Write the money"],
    ["(12.50)", "USD", "amount_in_parentheses", "without parentheses"],
    ["12½", "USD", "amount_fraction", "decimal point"],
    ["1/2", "USD", "amount_fraction", "decimal point"],
    ["12/31/2026", "USD", "amount_date", "write the amount again"],
    ["12O.50", "USD", "amount_with_letters", "A letter O is not a zero"],
    ["5k", "USD", "amount_with_letters", "k or m"],
    ["--5", "USD", "amount_several_signs", "without a sign"],
    ["10-20", "USD", "amount_several_signs", "without a sign"],
    ["1.23.4", "USD", "amount_separators_unclear", "one point before the decimals"],
  ])("for %s in %s is %s, and says what the text may mean", (amount, currency, code, words) => {
    const faults = faultsOf({ amount, currency });
    expect(faults.map((fault) => fault.code)).toEqual([code]);
    expect(faults[0]!.suggestion).toContain(words);
  });

  it("that depends on the currency is not reported while the currency is wrong", () => {
    expect(codes({ amount: "12.345", currency: "EURO" })).toEqual(["currency_unknown"]);
  });
});

describe("a currency", () => {
  it("can be written in any case", () => {
    expect(fieldsOf({ currency: "kwd", amount: "1.234" })).toMatchObject({ currency: "KWD", amountMinor: 1234n });
  });
});

describe("an expiry", () => {
  it("left empty means the organization's default lifetime", () => {
    expect(fieldsOf({ expires_at: "" }).expiresAt).toBeNull();
    expect(fieldsOf({}).expiresAt).toBeNull();
  });

  it("written as a date means the end of that day in the organization's zone, also on days of clock changes", () => {
    expect(fieldsOf({ expires_at: "2026-12-31" }).expiresAt).toEqual(new Date("2027-01-01T04:59:59.999Z"));
    expect(fieldsOf({ expires_at: "2027-03-14" }).expiresAt).toEqual(new Date("2027-03-15T03:59:59.999Z"));
  });

  it("of today is accepted, and one of yesterday is refused", () => {
    expect(codes({ expires_at: "2026-11-23" })).toEqual([]);
    expect(codes({ expires_at: "2026-11-22" })).toEqual(["expires_at_past"]);
  });

  it.each([
    "2026-12-31T17:00:00-05:00",
    "2026-12-31T22:00:00Z",
    "2026-12-31T22:00Z",
    "2026-12-31 22:00:00.000z",
    "2026-12-31T17:00-0500",
  ])("written as %s means that instant", (text) => {
    expect(fieldsOf({ expires_at: text }).expiresAt).toEqual(new Date("2026-12-31T22:00:00Z"));
  });

  it.each([
    ["03/04/2027", "expires_at_format"],
    ["31.12.2026", "expires_at_format"],
    ["20261231", "expires_at_format"],
    ["tomorrow", "expires_at_format"],
    ["2026-12-31T17:00:00", "expires_at_without_offset"],
    ["2027-02-30", "expires_at_impossible"],
    ["2026-12-31T25:00:00Z", "expires_at_impossible"],
    ["2026-12-31T17:00:00+99:00", "expires_at_impossible"],
    ["2026-11-23T12:00:00.000Z", "expires_at_past"],
    ["2028-11-23T12:00:00.001Z", "expires_at_too_far"],
    ["2999-01-01", "expires_at_too_far"],
  ])("written as %s is refused as %s", (text, code) => {
    expect(codes({ expires_at: text })).toEqual([code]);
  });

  it("exactly two years ahead is the latest accepted", () => {
    expect(fieldsOf({ expires_at: "2028-11-23T12:00:00.000Z" }).expiresAt).toEqual(
      new Date("2028-11-23T12:00:00.000Z"),
    );
  });
});

describe("a verification code", () => {
  it("that appears on the recipient's page is refused", () => {
    const shown = { reference: "CLM-20418-A", email: "ada.byron@example.com", recipient_name: "Ada Byron" };
    for (const code of ["clm 20418", "20418", "BYRON", "ada byron", "example"])
      expect([code, codes({ ...shown, verification_code: code })]).toEqual([code, ["verification_code_shown"]]);
    for (const code of ["20419", "N1 9GU", "Byron 1815"])
      expect(fieldsOf({ ...shown, verification_code: code }).verificationCode).toBe(code);
  });

  it("that a spreadsheet shortened, or that is easy to guess, is refused", () => {
    expect(codes({ verification_code: "1.2E+10" })).toEqual(["verification_code_exponent"]);
    expect(codes({ verification_code: "0-7!" })).toEqual(["verification_code_short"]);
  });
});
