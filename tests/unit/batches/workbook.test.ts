import { describe, expect, it } from "vitest";
import { parseNumberFormat } from "@/lib/batches/reading/xlsx/number-format";
import { shownNumber } from "@/lib/batches/reading/xlsx/shown-number";
import { workbook } from "@/tests/support/workbook";
import { judged, header, row, codes, refusal } from "@/tests/support/judged-workbook";

const expected = {
  line: 2,
  recipientName: "Ada Byron",
  recipientEmail: "ada@example.com",
  amountMinor: 1250n,
  currency: "USD",
  reference: "R1",
  expiresAt: null,
  verificationCode: null,
  language: null,
};

describe("a workbook", () => {
  it.each(["shared", "inline"] as const)("is read like a text file, with its texts %s", async (texts) => {
    expect(await judged(workbook([header, row()], { texts }))).toEqual({ accepted: [expected], refused: [] });
  });

  it("keeps leading zeros of text, and those that a number format shows", async () => {
    const { accepted } = await judged(
      workbook([header, row({ reference: "000123" }), row({ reference: { number: "42", format: "00000" } })]),
    );
    expect(accepted.map(({ reference }) => reference)).toEqual(["000123", "00042"]);
  });

  it("skips blank rows and numbers the others as the sheet does", async () => {
    expect(
      (await judged(workbook([[], header, [], row(), ["", ""], row({ reference: "R2" })]))).accepted.map(
        ({ line }) => line,
      ),
    ).toEqual([4, 6]);
  });

  it("can have its table begin in any column", async () => {
    expect(
      (
        await judged(
          workbook([
            ["", ...header],
            ["", ...row()],
          ]),
        )
      ).accepted,
    ).toEqual([expected]);
  });

  it("is read by the saved value of a formula, and a row without that value or with an error is refused", async () => {
    const formula = (cell: string) => ({ xml: cell });
    expect(
      (await judged(workbook([header, row({ amount: formula('<c r="{r}"><f>A1*2</f><v>12.5</v></c>') })]))).accepted,
    ).toEqual([expected]);
    expect(await codes(row({ amount: formula('<c r="{r}"><f>A1*2</f></c>') }))).toEqual(["formula_text"]);
    expect(await codes(row({ name: formula('<c r="{r}" t="e"><f>A1*2</f><v>#N/A</v></c>') }))).toEqual([
      "spreadsheet_error",
    ]);
  });

  it("joins the parts of a formatted text and omits its pronunciation", async () => {
    const rich = {
      xml: '<c r="{r}" t="inlineStr"><is><r><t xml:space="preserve">Ada </t></r><rPh><t>no</t></rPh><r><t>Byron</t></r></is></c>',
    };
    expect((await judged(workbook([header, row({ name: rich })]))).accepted).toEqual([expected]);
  });

  it("with a number shown with an exponent has that row refused", async () => {
    expect(await codes(row({ amount: { number: "12000000000", format: "0.00E+00" } }))).toEqual(["amount_exponent"]);
    expect(await codes(row({ reference: { number: "123456789012" } }))).toEqual(["reference_exponent"]);
    expect(await codes(row({ reference: { number: "1000000000000000000", format: "0" } }))).toEqual([
      "reference_exponent",
    ]);
  });

  it("has dates read as dates", async () => {
    const { accepted } = await judged(workbook([header, row({ expires: { number: "46477", format: "d/m/yyyy" } })]));
    expect(accepted[0]?.expiresAt).toEqual(new Date("2027-04-01T03:59:59.999Z"));
    expect(await codes(row({ expires: { number: "46477.5", format: "d/m/yyyy h:mm" } }))).toEqual([
      "expires_at_without_offset",
    ]);
  });

  it("is read from the requested sheet, and an unknown sheet name is answered with the existing ones", async () => {
    expect((await judged(workbook([header, row()], { name: "May" }), "may")).accepted).toEqual([expected]);
    expect(await refusal(workbook([header, row()]), "June")).toEqual(["sheet_missing"]);
  });
});

describe("a number in a sheet", () => {
  it.each([
    ["1250", "General", "1250"],
    ["1250", "0.00", "1250.00"],
    ["1234567.5", "#,##0.00", "1234567.50"],
    ["12.345", "0.00", "12.345"],
    ["3.3000000000000003", "0.00", "3.30"],
    ["0.1", "0.00##", "0.10"],
    ["-5", "0.00;(0.00)", "-5.00"],
    ["1250", '_("$"* #,##0.00_);_("$"* \\(#,##0.00\\)', "$1250.00"],
    ["1250", "[$€-2] #,##0.00", "€ 1250.00"],
    ["1250", "[$-409][Red]#,##0.00", "1250.00"],
    ["0.5", "0%", "50%"],
    ["1250000", "#,##0,", "1250000 in the format #,##0,"],
    ["123456789012", "General", "1.23457E+11"],
    ["1E-3", "General", "0.001"],
    ["0.5", "[h]:mm", "0.5 in the format [h]:mm"],
    ["not a number", "0.00", "not a number"],
  ])("%s, shown as %s, is read as %s", (number, code, text) => {
    expect(shownNumber(number, parseNumberFormat(code))).toBe(text);
  });

  it.each([
    ["46477", "d/m/yy;@", "2027-03-31"],
    ["46477", "mmm yyyy", "2027-03"],
    ["46477.999999", "yyyy-mm-dd hh:mm", "2027-04-01T00:00"],
    ["1", "yyyy-mm-dd", "1900-01-01"],
    ["61", "yyyy-mm-dd", "1900-03-01"],
    ["46477", "[$-F800]dddd, mmmm dd, yyyy", "2027-03-31"],
  ])("%s, shown as %s, is the date %s in a date column", (number, code, text) => {
    expect(shownNumber(number, parseNumberFormat(code), { reads: "day" })).toBe(text);
  });

  it("is a date counted from 1904 when the workbook says so", () => {
    expect(shownNumber("0", parseNumberFormat("yyyy-mm-dd"), { from1904: true, reads: "day" })).toBe("1904-01-01");
  });
});
