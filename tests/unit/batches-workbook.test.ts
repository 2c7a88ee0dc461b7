import { describe, expect, it } from "vitest";
import { FileFault } from "@/lib/batches/reading/records";
import { parseNumberFormat } from "@/lib/batches/reading/xlsx/number-format";
import { shownNumber } from "@/lib/batches/reading/xlsx/shown-number";
import { SharedStrings } from "@/lib/batches/reading/xlsx/strings";
import { judgeAll, readFile } from "@/tests/support/read-batch-file";
import { workbook, zipped, type Cell } from "@/tests/support/workbook";

const context = { now: new Date("2026-11-23T12:00:00Z"), timeZone: "America/New_York" };
const header = ["recipient_name", "email", "amount", "currency", "reference", "expires_at"];
const row = (change: { name?: Cell; amount?: Cell; reference?: Cell; expires?: Cell } = {}): Cell[] => [
  change.name ?? "Ada Byron",
  "ada@example.com",
  change.amount ?? { number: "12.5", format: "0.00" },
  "USD",
  change.reference ?? "R1",
  change.expires ?? "",
];

async function judged(file: Uint8Array, sheet: string | null = null) {
  const read = await readFile(file, { sheet });
  if ("faults" in read) throw new Error(`refused: ${read.faults.map(({ code }) => code).join(", ")}`);
  return judgeAll(read, context);
}
const refusal = async (file: Uint8Array, sheet: string | null = null) => {
  const read = await readFile(file, { sheet });
  return "faults" in read ? read.faults.map(({ code }) => code) : [];
};
const codes = async (changed: Cell[]) =>
  (await judged(workbook([header, changed]))).refused.flatMap(({ errors }) => errors.map(({ code }) => code));

const expected = {
  line: 2,
  recipientName: "Ada Byron",
  recipientEmail: "ada@example.com",
  amountMinor: 1250n,
  currency: "USD",
  reference: "R1",
  expiresAt: null,
  verificationCode: null,
};

describe("a workbook", () => {
  it.each(["shared", "inline"] as const)("is read like a text file, with its texts %s", async (texts) => {
    expect(await judged(workbook([header, row()], { texts }))).toEqual({ accepted: [expected], refused: [] });
  });

  it("keeps leading zeros of text, and those that a number's format shows", async () => {
    const { accepted } = await judged(
      workbook([header, row({ reference: "000123" }), row({ reference: { number: "42", format: "00000" } })]),
    );
    expect(accepted.map(({ reference }) => reference)).toEqual(["000123", "00042"]);
  });

  it("has blank rows skipped and its rows numbered as the sheet numbers them", async () => {
    expect(
      (await judged(workbook([[], header, [], row(), ["", ""], row({ reference: "R2" })]))).accepted.map(
        ({ line }) => line,
      ),
    ).toEqual([4, 6]);
  });

  it("may have its table begin in any column", async () => {
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

  it("is read by the value that a formula had when it was saved, and refused in the row where it had none or failed", async () => {
    const formula = (cell: string) => ({ xml: cell });
    expect(
      (await judged(workbook([header, row({ amount: formula('<c r="{r}"><f>A1*2</f><v>12.5</v></c>') })]))).accepted,
    ).toEqual([expected]);
    expect(await codes(row({ amount: formula('<c r="{r}"><f>A1*2</f></c>') }))).toEqual(["formula_text"]);
    expect(await codes(row({ name: formula('<c r="{r}" t="e"><f>A1*2</f><v>#N/A</v></c>') }))).toEqual([
      "spreadsheet_error",
    ]);
  });

  it("joins the runs of a text of many looks, without how to pronounce it", async () => {
    const rich = {
      xml: '<c r="{r}" t="inlineStr"><is><r><t xml:space="preserve">Ada </t></r><rPh><t>no</t></rPh><r><t>Byron</t></r></is></c>',
    };
    expect((await judged(workbook([header, row({ name: rich })]))).accepted).toEqual([expected]);
  });

  it("that shows a number with an exponent is refused in that row, for that", async () => {
    expect(await codes(row({ amount: { number: "12000000000", format: "0.00E+00" } }))).toEqual(["amount_exponent"]);
    expect(await codes(row({ reference: { number: "123456789012" } }))).toEqual(["reference_exponent"]);
    expect(await codes(row({ reference: { number: "1000000000000000000", format: "0" } }))).toEqual([
      "reference_exponent",
    ]);
  });

  it("has days read as days", async () => {
    const { accepted } = await judged(workbook([header, row({ expires: { number: "46477", format: "d/m/yyyy" } })]));
    expect(accepted[0]?.expiresAt).toEqual(new Date("2027-04-01T03:59:59.999Z"));
    expect(await codes(row({ expires: { number: "46477.5", format: "d/m/yyyy h:mm" } }))).toEqual([
      "expires_at_without_offset",
    ]);
  });

  it("is read at the sheet that is asked for, and the sheets are named when there is none of that name", async () => {
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
  ])("%s, shown as %s, is the day %s in a column of days", (number, code, text) => {
    expect(shownNumber(number, parseNumberFormat(code), { reads: "day" })).toBe(text);
  });

  it("is a day from 1904 on where the workbook counts so", () => {
    expect(shownNumber("0", parseNumberFormat("yyyy-mm-dd"), { from1904: true, reads: "day" })).toBe("1904-01-01");
  });
});

describe("a workbook that cannot be used", () => {
  const good = workbook([header, row()]);
  it.each<[string, Uint8Array, string]>([
    ["is cut off", good.subarray(0, good.length - 40), "workbook_damaged"],
    ["is another zip archive", zipped({ "payouts.csv": "a,b" }), "file_is_zip"],
    [
      "is a text document",
      zipped({ "_rels/.rels": '<R><Relationship Id="a" Type="x/officeDocument" Target="word/document.xml"/></R>' }),
      "file_is_zip",
    ],
    [
      "is a binary workbook",
      zipped({ "_rels/.rels": '<R><Relationship Id="a" Type="x/officeDocument" Target="xl/workbook.bin"/></R>' }),
      "file_is_binary_workbook",
    ],
    [
      "is not well-formed",
      workbook([header, row()], { parts: { "xl/worksheets/sheet1.xml": "<worksheet><sheetData></worksheet>" } }),
      "workbook_damaged",
    ],
    [
      "has entities of its own",
      workbook([header, row()], { parts: { "xl/sharedStrings.xml": '<!DOCTYPE sst [<!ENTITY a "b">]><sst/>' } }),
      "workbook_damaged",
    ],
    [
      "names texts that are not there",
      workbook([header, row()], { parts: { "xl/sharedStrings.xml": "<sst/>" } }),
      "workbook_damaged",
    ],
    ["has a cell beyond every sheet", workbook([header, [{ xml: '<c r="ZZZ9"><v>1</v></c>' }]]), "workbook_damaged"],
    [
      "unpacks to gigabytes of texts",
      workbook([header, row()], {
        parts: { "xl/sharedStrings.xml": `<sst><si><t>${"a".repeat(140_000_000)}</t></si></sst>` },
      }),
      "workbook_too_large",
    ],
    [
      "unpacks to a hundred megabytes of formats",
      workbook([header, row()], {
        parts: {
          "xl/styles.xml": `<styleSheet>${'<numFmt numFmtId="200" formatCode="0.00"/>'.repeat(1_000_000)}</styleSheet>`,
        },
      }),
      "workbook_too_large",
    ],
    [
      "has elements within elements without an end",
      workbook([header, row()], { parts: { "xl/worksheets/sheet1.xml": "<row>".repeat(1_000_000) } }),
      "workbook_damaged",
    ],
    [
      "names more sheets than any",
      workbook([header, row()], { parts: { "xl/workbook.xml": `<workbook>${"<sheet/>".repeat(100_000)}</workbook>` } }),
      "workbook_damaged",
    ],
    [
      "has a value far to the right",
      workbook([header, [...row(), { xml: '<c r="XFD2"><v>1</v></c>' }]]),
      "too_many_columns",
    ],
    [
      "hides one endless text",
      workbook([header, row()], {
        parts: { "xl/worksheets/sheet1.xml": `<worksheet><!--${"a".repeat(20_000_000)}--></worksheet>` },
      }),
      "workbook_damaged",
    ],
    ["has no rows", workbook([header]), "file_without_rows"],
    ["is empty", workbook([]), "file_empty"],
    ["misses a column", workbook([header.filter((name) => name !== "email"), row()]), "missing_column"],
  ])("because it %s is refused as a whole", async (_, file, code) => {
    expect(await refusal(file)).toEqual([code]);
  });

  it("because one short row names a long text many times is refused before it is put together", async () => {
    const cells = Array.from({ length: 26 }, () => ({ xml: "<c><v>0</v></c>".replace("<c>", '<c t="s">') }));
    const file = workbook([cells], {
      parts: { "xl/sharedStrings.xml": `<sst><si><t>${"a".repeat(100_000)}</t></si></sst>` },
    });
    expect(await refusal(file)).toEqual(["record_too_long"]);
  });

  it("because a few short rows name one long text is refused before they are more than memory should hold", async () => {
    const rows = Array.from({ length: 100 }, () => [{ xml: '<c t="s"><v>0</v></c>' }]);
    const file = workbook(rows, {
      parts: { "xl/sharedStrings.xml": `<sst><si><t>${"a".repeat(1_000_000)}</t></si></sst>` },
    });
    expect(await refusal(file)).toEqual(["workbook_too_large"]);
  });
});

describe("the shared texts of a workbook", () => {
  it("are a million in little more memory than their letters take, and each is found", () => {
    const strings = new SharedStrings();
    for (let index = 0; index < 1_000_000; index++) strings.add(`Þórdís ${index}`);
    for (const index of [0, 1, 499_999, 999_999]) expect(strings.at(index)).toBe(`Þórdís ${index}`);
    expect(() => strings.at(1_000_000)).toThrow(FileFault);
  });

  it("are no more than fit into their part, however many empty ones it says", () => {
    const strings = new SharedStrings();
    const fill = () => {
      for (;;) strings.add("");
    };
    expect(fill).toThrow(FileFault);
  });
});
