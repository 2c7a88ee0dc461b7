import { describe, expect, it } from "vitest";
import { parseNumberFormat } from "@/lib/batches/reading/xlsx/number-format";
import type { Reading } from "@/lib/payouts/fields/field";
import { shownNumber } from "@/lib/batches/reading/xlsx/shown-number";
import { judgeAll, readFile } from "@/tests/support/read-batch-file";
import { workbook, type Cell } from "@/tests/support/workbook";

const context = { now: new Date("2026-11-23T12:00:00Z"), timeZone: "America/New_York" };
const read = (number: string, code: string, reads?: Reading) =>
  shownNumber(number, parseNumberFormat(code), { from1904: false, reads });

describe("a day in a sheet", () => {
  it.each([
    ["29346", "dd/mm/yyyy", "05/05/1980"],
    ["29316", "dd/mm/yyyy;@", "05/04/1980"],
    ["29316", "mm\\-dd\\-yy", "04-05-80"],
    ["29316", "d\\-mmm\\-yyyy", "5-Apr-1980"],
    ["29281", "[$-809]d mmmm yyyy", "1 March 1980"],
    ["29281", "[$-407]d. mmmm yyyy", "1. März 1980"],
    ["29316.75", "dd.mm.yyyy h:mm AM/PM", "05.04.1980 6:00 PM"],
    ["46477", "mmm yyyy", "Mar 2027"],
    ["46477.25", "yyyy-mm-dd hh:mm", "2027-03-31 06:00"],
    ["60", "dd/mm/yyyy", "29/02/1900"],
    [
      "29316",
      "[$-F800]dddd\\,\\ mmmm\\ dd\\,\\ yyyy",
      "1980-04-05 in the format [$-F800]dddd\\,\\ mmmm\\ dd\\,\\ yyyy",
    ],
    ["29316", "[$-x-sysdate]dddd, mmmm dd, yyyy", "1980-04-05 in the format [$-x-sysdate]dddd, mmmm dd, yyyy"],
    ["29316", "[$-1070000]d/mm/yyyy", "1980-04-05 in the format [$-1070000]d/mm/yyyy"],
    ["29316", '[$-411]ggge"年"m"月"', '1980-04 in the format [$-411]ggge"年"m"月"'],
    ["29316", "[$-9999]d mmmm", "1980-04-05 in the format [$-9999]d mmmm"],
    ["29316", "d.m 0", "1980-04-05 in the format d.m 0"],
    ["-1", "dd/mm/yyyy", "-1 in the format dd/mm/yyyy"],
    ["2958466", "dd/mm/yyyy", "2958466 in the format dd/mm/yyyy"],
    ["0.5", "[h]:mm", "0.5 in the format [h]:mm"],
  ])("%s, shown as %s, is read as %s", (number, code, text) => {
    expect(read(number, code)).toBe(text);
  });

  it("is counted from 1904 when the workbook says so", () => {
    expect(shownNumber("27854", parseNumberFormat("dd/mm/yyyy"), { from1904: true })).toBe("05/04/1980");
  });

  const header: Cell[] = [
    "recipient_name",
    "email",
    "amount",
    "currency",
    "reference",
    "Expires-At",
    "verification answer",
    "note",
  ];
  const dateCell = (format: string): Cell => ({ number: "29316", format });
  const rowOf = (changes: { name?: Cell; amount?: Cell; reference?: Cell; code?: Cell }): Cell[] => [
    changes.name ?? "Ada Byron",
    "ada@example.com",
    changes.amount ?? "12.50",
    "USD",
    changes.reference ?? "R1",
    { number: "46477", format: "d/m/yyyy" },
    changes.code ?? "",
    dateCell("[$-F800]d"),
  ];
  const judged = async (row: Cell[], parts?: Record<string, string>) => {
    const file = await readFile(workbook([header, row], { parts }));
    if ("faults" in file) throw new Error(file.faults[0]?.message);
    return judgeAll(file, context);
  };

  it("is the date of its cell in expires_at, and the shown text in every other column", async () => {
    const { accepted, refused } = await judged(
      rowOf({ name: dateCell("mmmm yyyy"), reference: dateCell("d.m.yyyy"), code: dateCell("dd/mm/yyyy") }),
    );
    expect(refused).toEqual([]);
    expect(accepted[0]).toMatchObject({
      recipientName: "April 1980",
      reference: "5.4.1980",
      verificationCode: "05/04/1980",
      expiresAt: new Date("2027-04-01T03:59:59.999Z"),
    });
  });

  it("stored as an ISO 8601 date is also shown by its format", async () => {
    const cell = (style: number): Cell => ({ xml: `<c r="{r}" t="d" s="${style}"><v>1980-04-05T00:00:00</v></c>` });
    expect((await judged(rowOf({ code: cell(0) }))).accepted[0]).toMatchObject({ verificationCode: "5/4/1980" });
    expect((await judged(rowOf({ code: cell(9) }))).accepted[0]).toMatchObject({ verificationCode: "1980-04-05" });
  });

  it.each(["name", "reference", "code", "amount"] as const)(
    "with a format that depends on the computer is refused in %s, with what to do",
    async (column) => {
      const { refused } = await judged(rowOf({ [column]: dateCell("[$-F800]dddd, mmmm dd, yyyy") }));
      expect(refused[0]?.errors).toEqual([
        expect.objectContaining({
          code: "format_unreadable",
          suggestion: expect.stringContaining("as text") as string,
        }),
      ]);
    },
  );

  it.each([
    ["14", "4/5/80"],
    ["22", "4/5/80 0:00"],
    ["15", "5-Apr-80"],
    ["18", "12:00 AM"],
  ])(
    "with Excel's built-in format %s is shown as in Excel's table, and refused as a code when ambiguous",
    async (id, text) => {
      const parts = {
        "xl/styles.xml": `<styleSheet><cellXfs><xf numFmtId="0"/><xf numFmtId="${id}"/></cellXfs></styleSheet>`,
      };
      const cell: Cell = { xml: '<c r="{r}" s="1"><v>29316</v></c>' };
      const plain = rowOf({ reference: cell }).map((one) => (typeof one === "object" && "number" in one ? "" : one));
      expect((await judged(plain, parts)).accepted[0]?.reference).toBe(text);
      const asked = rowOf({ code: cell }).map((one) => (typeof one === "object" && "number" in one ? "" : one));
      const { refused } = await judged(asked, parts);
      expect(refused.flatMap(({ errors }) => errors.map(({ code }) => code))).toEqual(
        ["14", "22"].includes(id) ? ["format_unreadable"] : [],
      );
    },
  );

  it("with an East Asian built-in format is refused", async () => {
    const parts = {
      "xl/styles.xml": '<styleSheet><cellXfs><xf numFmtId="0"/><xf numFmtId="31"/></cellXfs></styleSheet>',
    };
    const row = rowOf({ reference: { xml: '<c r="{r}" s="1"><v>29316</v></c>' } }).map((one) =>
      typeof one === "object" && "number" in one ? "" : one,
    );
    expect((await judged(row, parts)).refused[0]?.errors[0]?.code).toBe("format_unreadable");
  });
});
