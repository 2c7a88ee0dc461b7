import fc from "fast-check";
import { format as inSpreadsheet } from "numfmt";
import { describe, expect, it } from "vitest";
import { orInSoak } from "@/tests/support/seed";
import { parseNumberFormat } from "@/lib/batches/reading/xlsx/number-format";
import type { Reading } from "@/lib/payouts/fields/field";
import { shownNumber } from "@/lib/batches/reading/xlsx/shown-number";
import { parseAmount } from "@/lib/money";

const read = (number: string, code: string, reads?: Reading) =>
  shownNumber(number, parseNumberFormat(code), { from1904: false, reads });

describe("a number in a format with several groups of digits", () => {
  it.each([
    ["12500", "# 000", "12500"],
    ["12500", "#\\ 000", "12500"],
    ["12500", "0 000", "12500"],
    ["12500", "# ##0", "12500"],
    ["1234567.5", "#\u00a0##0.00", "1234567.50"],
    ["1234567.5", "#\\ ##0.00\\ [$€-407]", "1234567.50 €"],
    ["1234567.5", "#'##0.00", "1234567.50"],
    ["1234567", "[>=10000000]##\\,##\\,##\\,##0;[>=100000]##\\,##\\,##0;##,##0", "1234567"],
    ["1234.5", "[Red][<1000]0.00;[Blue]#,##0.00", "1234.50"],
    ["7", "[<5]0;[>9]0", "7 in the format [<5]0;[>9]0"],
    ["123456789", "000\\-00\\-0000", "123-45-6789"],
    ["12345678", "000\\-00\\-0000", "012-34-5678"],
    ["941050001", "00000\\-0000", "94105-0001"],
    ["15401", "00000\\-0000", "00001-5401"],
    ["4155551234", "\\(000\\)\\ 000\\-0000", "(415) 555-1234"],
    ["4155551234", "[<=9999999]###\\-####;\\(###\\)\\ ###\\-####", "(415) 555-1234"],
    ["5551234", "[<=9999999]###\\-####;\\(###\\)\\ ###\\-####", "555-1234"],
    ["155551234", "00 00 00 00 00", "01 55 55 12 34"],
    ["123456789.5", "000\\-00\\-0000", "123456789.5 in the format 000\\-00\\-0000"],
    ["42", '"INV-2026-"0000', "INV-2026-0042"],
    ["42", '"INV "0000', "INV 0042"],
    ["42", '"a_b*c[1]"0', "a_b*c[1]42"],
    ["42", '"INV-"General', "INV-42"],
    ["42", '"paid"', '42 in the format "paid"'],
    ["5", "00:00 n", "5 in the format 00:00 n"],
    ["0.05", "General%", "0.05 in the format General%"],
  ])("%s, shown as %s, is read as %s", (number, code, text) => {
    expect(read(number, code)).toBe(text);
  });

  it.each([
    ["12500", "0\\.00"],
    ["12500", "0\\,00"],
    ["125", '0"00"'],
    ["125", '0",50"'],
    ["5", '"1"0'],
    ["123456789", "000\\-00\\-0000"],
    ["5", "yyyy"],
    ["29315", "yyyymmdd"],
    ["29315", "d.m"],
  ])("is refused as an amount when the shown text could be another number: %s in the format %s", (number, code) =>
    expect(read(number, code, "amount")).toMatch(/ in the format /),
  );

  /** Common formats, and some that must not be used for payments. */
  const formats = [
    "General",
    "0",
    "0.00",
    "#,##0",
    "#,##0.00",
    "#,##0.00_);(#,##0.00)",
    '_-* #,##0.00\\ "€"_-',
    '"$"#,##0.00',
    "[$£-809]#,##0.00",
    "# ##0",
    "# ##0.00",
    "#\\ ##0.00",
    "#\u00a0##0.00",
    "#\u202f##0",
    "# 000",
    "0 000",
    "#'##0.00",
    "#’##0",
    "##\\,##\\,##0.00",
    "[>=100000]##\\,##\\,##0;##,##0",
    "0.00%",
    "#,##0,",
    '0.0,,"M"',
    "0.00E+00",
    "# ?/?",
    "000\\-00\\-0000",
    "00000\\-0000",
    "00000",
    "(000) 000\\-0000",
    "\\+00\\ 000\\ 0000000",
    "0\\.00",
    "0\\,00",
    "#\\.##0\\,00",
    '0"00"',
    '"7"0',
    "00\\:00",
    "000 000 0000",
    "0000 0000 0000 0000",
    '"INV-"0000',
    "@",
    "??0.??",
    "dd/mm/yyyy",
    "yyyy",
    "yyyymmdd",
    "d.m",
    "hmm",
    "[h]:mm",
    ";;;",
    "[Red][<0]0.00;0.00",
    "[=1]0;[=2]0",
  ] as const;
  const numbers = fc.oneof(
    fc.integer({ min: -1_000_000, max: 999_999_999 }),
    fc.integer({ min: 0, max: 99_999_999_999_999 }).map((cents) => cents / 100),
    fc.constantFrom(
      0,
      0.1,
      0.07,
      1e-7,
      12500,
      123456789,
      941050001,
      4155551234,
      3.3000000000000003,
      999999999999999,
      1e15,
      2958465,
      2958466,
    ),
  );
  const exact = (value: number) => Number(value.toPrecision(15));
  const isRefused = (text: string) => / in the format |E\+/.test(text);

  it("is read as shown or as the same number, or is refused", () => {
    fc.assert(
      fc.property(numbers, fc.constantFrom(...formats), (value, code) => {
        const text = read(String(value), code);
        const shown = inSpreadsheet(code, value)
          .replace(/[\u00a0\u202f]/g, " ")
          .trim();
        const number = Number(text.replace(/[^\d.]/g, "").replace(/\.$/, ""));
        const isSameNumber =
          (number === Math.abs(exact(text.endsWith("%") ? value * 100 : value)) &&
            (value >= 0 || text.startsWith("-"))) ||
          Number(text) === exact(value);
        return isRefused(text) || text.replace(/[\u00a0\u202f]/g, " ") === shown || isSameNumber;
      }),
      { numRuns: orInSoak(5_000, 100_000) },
    );
  });

  it("never becomes an amount other than the number", () => {
    let amounts = 0;
    fc.assert(
      fc.property(numbers, fc.constantFrom(...formats), (value, code) => {
        const parsed = parseAmount(read(String(value), code, "amount"), "USD");
        if (!("amountMinor" in parsed)) return true;
        amounts += 1;
        return Number(parsed.amountMinor) === Math.round(value * 100);
      }),
      { numRuns: orInSoak(5_000, 100_000) },
    );
    expect(amounts).toBeGreaterThan(orInSoak(1_000, 20_000));
  });
});
