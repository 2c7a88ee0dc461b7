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
  it("has all its faults named at once, each with its line and column", () => {
    expect(
      faultsOf({ recipient_name: "", email: "ada@", amount: "1,234", currency: "EURO", reference: "" }).map(
        ({ line, column, code }) => [line, column, code],
      ),
    ).toEqual([
      [7, "recipient_name", "required"],
      [7, "reference", "required"],
      [7, "email", "email_invalid"],
      [7, "amount", "amount_grouped"],
      [7, "currency", "currency_unknown"],
    ]);
  });

  it("keeps names of every script as they are written", () => {
    for (const name of [
      "Þórdís Guðmundsdóttir",
      "王秀英",
      "محمد الحسيني",
      "\u200fנועה כהן",
      "O'Rourke",
      "Nguyễn Thị Hồng",
      "Anne 👩‍⚕️",
    ]) {
      expect(fieldsOf({ recipient_name: name }).recipientName).toBe(name);
    }
  });

  it.each(["=SUM(A1)", '="00123"'])(
    "with the formula %s in place of a value is refused, whatever the column",
    (formula) => {
      expect([codes({ recipient_name: formula }), codes({ reference: formula })]).toEqual([
        ["formula_text"],
        ["formula_text"],
      ]);
    },
  );

  it.each([
    ["a line break", "Ada\nByron"],
    ["a NUL", "Ada\u0000"],
    ["half of a character", "Ada \ud800"],
    ["a mark that turns text around", "Ada \u202enoryB"],
  ])("with %s in a value is refused, because what people see would not be what is stored", (_, name) => {
    expect(codes({ recipient_name: name })).toEqual(["control_character"]);
  });

  it("with a character that was lost is refused, because nobody knows which it was", () => {
    expect(codes({ recipient_name: "Jos\ufffd Garc\ufffda", reference: "R\ufffd" })).toEqual([
      "lost_character",
      "lost_character",
    ]);
  });

  it("is refused beyond the lengths the database has, counted in characters", () => {
    expect(codes({ recipient_name: "😀".repeat(200) })).toEqual([]);
    expect(codes({ recipient_name: "😀".repeat(201) })).toEqual(["too_long"]);
    expect(codes({ reference: "r".repeat(101) })).toEqual(["too_long"]);
    expect(codes({ email: `${"a".repeat(250)}@example.com` })).toEqual(["too_long"]);
  });
});

describe("an amount's fault", () => {
  it.each([
    ["1,234", "USD", "Write 1234 or 1234.00."],
    ["1,234.50", "USD", "Write 1234.50."],
    ["1,234", "JPY", "Write 1234."],
    ["1,234", "KWD", "Write 1234 or 1234.000 or 1.234."],
    ["1.234.567", "EUR", "Write 1234567 or 1234567.00."],
    ["12,34,567", "INR", "Write 1234567 or 1234567.00."],
    ["1.234,56", "EUR", "With a point it reads 1234.56."],
    ["1 234,5", "EUR", "With a point it reads 1234.50."],
    ["12,50", "USD", "With a point it reads 12.50."],
    ["12.345", "USD", "An amount in USD looks like this: 12345 or 12345.00."],
    ["12.500000", "USD", "An amount in USD looks like this: 12.50."],
    ["18500.50", "JPY", "An amount in JPY looks like this: 1234."],
    ["12.3456", "KWD", "An amount in KWD looks like this: 1234.000."],
    [
      "1.2E+10",
      "USD",
      "Format the column as a plain number, then export again. All digits must be there, for example 12000000000 or 12000000000.00.",
    ],
    [
      "1,5e3",
      "JPY",
      "Format the column as a plain number, then export again. All digits must be there, for example 1500.",
    ],
    [
      "1.25E+1",
      "USD",
      "Format the column as a plain number, then export again. All digits must be there, for example 1234.00.",
    ],
    ["50%", "USD", "Amounts are plain digits, such as 1234.00."],
    [".5", "USD", "Amounts are plain digits, such as 1234.00."],
    ["1900-01-12", "JPY", "Amounts are plain digits, such as 1234."],
  ])("%s in %s says what to write", (amount, currency, suggestion) => {
    expect(faultsOf({ amount, currency }).map((fault) => fault.suggestion)).toEqual([suggestion]);
  });

  it("that depends on the currency is not told while the currency is wrong", () => {
    expect(codes({ amount: "12.345", currency: "EURO" })).toEqual(["currency_unknown"]);
  });
});

describe("a currency", () => {
  it("may be written in any case", () => {
    expect(fieldsOf({ currency: "kwd", amount: "1.234" })).toMatchObject({ currency: "KWD", amountMinor: 1234n });
  });
});

describe("an expiry", () => {
  it("left empty is the organization's usual lifetime", () => {
    expect(fieldsOf({ expires_at: "" }).expiresAt).toBeNull();
    expect(fieldsOf({}).expiresAt).toBeNull();
  });

  it("written as a date means the end of that day in the organization's zone, also on the days that clocks change", () => {
    expect(fieldsOf({ expires_at: "2026-12-31" }).expiresAt).toEqual(new Date("2027-01-01T04:59:59.999Z"));
    expect(fieldsOf({ expires_at: "2027-03-14" }).expiresAt).toEqual(new Date("2027-03-15T03:59:59.999Z"));
  });

  it("today is still in the future, and yesterday is not", () => {
    expect(codes({ expires_at: "2026-11-23" })).toEqual([]);
    expect(codes({ expires_at: "2026-11-22" })).toEqual(["expires_at_past"]);
  });

  it.each([
    "2026-12-31T17:00:00-05:00",
    "2026-12-31T22:00:00Z",
    "2026-12-31T22:00Z",
    "2026-12-31 22:00:00.000z",
    "2026-12-31T17:00-0500",
  ])("written as %s is that instant", (text) => {
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

  it("exactly two years ahead is the last that is taken", () => {
    expect(fieldsOf({ expires_at: "2028-11-23T12:00:00.000Z" }).expiresAt).toEqual(
      new Date("2028-11-23T12:00:00.000Z"),
    );
  });
});

describe("a verification code", () => {
  it("that the recipient's page shows to whoever has the link proves nothing, and is refused", () => {
    const shown = { reference: "CLM-20418-A", email: "ada.byron@example.com", recipient_name: "Ada Byron" };
    for (const code of ["clm 20418", "20418", "BYRON", "ada byron", "example"])
      expect([code, codes({ ...shown, verification_code: code })]).toEqual([code, ["verification_code_shown"]]);
    for (const code of ["20419", "N1 9GU", "Byron 1815"])
      expect(fieldsOf({ ...shown, verification_code: code }).verificationCode).toBe(code);
  });

  it("that a spreadsheet shortened, or that could be guessed, is refused", () => {
    expect(codes({ verification_code: "1.2E+10" })).toEqual(["verification_code_exponent"]);
    expect(codes({ verification_code: "0-7!" })).toEqual(["verification_code_short"]);
  });
});
