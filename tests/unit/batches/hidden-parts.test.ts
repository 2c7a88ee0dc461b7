import { describe, expect, it } from "vitest";
import { openBatchFile } from "@/lib/batches/reading/open-file";
import { inPieces } from "@/tests/support/read-batch-file";
import { header, row } from "@/tests/support/judged-workbook";
import { workbook } from "@/tests/support/workbook";

const rows = [header, row({ reference: "R1" }), row({ reference: "R2" }), row({ reference: "R3" })];

async function opened(file: Uint8Array, skipsHidden = false) {
  const read = await openBatchFile({ format: "xlsx", sheet: null, bytes: () => inPieces(file), skipsHidden });
  if ("faults" in read) throw new Error(read.faults[0]?.message);
  const lines: number[] = [];
  for await (const { records } of read.records) lines.push(...records.map(({ line }) => line));
  return { lines, notes: read.notes };
}

/** The sheet with other attributes on the row of that number. */
const withRow = (number: number, attributes: string, before = "") => {
  const strings = rows.flat().map((cell) => (typeof cell === "string" ? cell : ""));
  const cells = (index: number) =>
    rows[index]!.map((_, column) => {
      const place = `${String.fromCharCode(65 + column)}${index + 1}`;
      return strings[index * header.length + column] === ""
        ? `<c r="${place}"><v>12.5</v></c>`
        : `<c r="${place}" t="inlineStr"><is><t>${strings[index * header.length + column]}</t></is></c>`;
    }).join("");
  const xml = rows.map(
    (_, index) => `<row r="${index + 1}"${index + 1 === number ? ` ${attributes}` : ""}>${cells(index)}</row>`,
  );
  return workbook([["a"]], {
    parts: { "xl/worksheets/sheet1.xml": `<worksheet>${before}<sheetData>${xml.join("")}</sheetData></worksheet>` },
  });
};

describe("a row that the sheet hides", () => {
  it.each([
    ["by its attribute", 'hidden="1"', ""],
    ["by its attribute in words", 'hidden="true"', ""],
    ["by a height of nothing", 'ht="0" customHeight="1"', ""],
  ])("is noted with its line and money, and skipped only when that is asked for: %s", async (_, attributes, before) => {
    const { lines, notes } = await opened(withRow(3, attributes, before));
    expect(lines).toEqual([2, 3, 4]);
    expect(notes).toMatchObject({ hiddenRowCount: 1, firstHidden: [{ line: 3, currency: "USD" }] });
    const skipped = await opened(withRow(3, attributes, before), true);
    expect(skipped.lines).toEqual([2, 4]);
    expect(skipped.notes).toEqual(notes);
  });

  it("is every row without a height where the sheet says so", async () => {
    const before = '<sheetFormatPr defaultRowHeight="15" zeroHeight="1"/>';
    expect((await opened(withRow(3, 'ht="15"', before), true)).lines).toEqual([3]);
    expect((await opened(withRow(3, 'hidden="0"', before), true)).lines).toEqual([3]);
  });

  it("is none that says it is shown, nor an empty one, nor the header", async () => {
    for (const file of [
      withRow(3, 'hidden="0"'),
      withRow(1, 'hidden="1"'),
      workbook([...rows, ["", ""]], { hidden: [5] }),
    ])
      expect((await opened(file, true)).notes.hiddenRowCount).toBe(0);
  });

  it("keeps its amount as it is read, and of many rows the first are named", async () => {
    const many = [header, ...Array.from({ length: 50 }, (_, index) => row({ reference: `R${index}` }))];
    const { notes } = await opened(workbook(many, { hidden: Array.from({ length: 50 }, (_, index) => index + 2) }));
    expect(notes).toMatchObject({ hiddenRowCount: 50, firstHidden: { length: 20 } });
    expect(notes.firstHidden[0]).toEqual({ line: 2, amount: "12.50", currency: "USD" });
  });
});

describe("what else a workbook hides", () => {
  it("is noted: columns, by attribute or width, and a filter that is on", async () => {
    const { notes } = await opened(
      workbook(rows, {
        before:
          '<cols><col min="1" max="1" width="9"/><col min="3" max="4" hidden="1"/><col min="5" max="5" width="0"/></cols>',
        after:
          '<autoFilter ref="A1:F4"><filterColumn colId="0"><filters><filter val="x"/></filters></filterColumn></autoFilter>',
      }),
    );
    expect(notes).toMatchObject({ hiddenColumns: ["amount", "currency", "reference"], isFiltered: true });
    expect((await opened(workbook(rows, { after: '<autoFilter ref="A1:F4"/>' }))).notes.isFiltered).toBe(false);
  });

  it("is noted: other sheets that hold a value, also when they cannot be read, and none that are empty", async () => {
    const others = {
      Text: '<row r="1"><c r="A1" t="inlineStr"><is><t>x</t></is></c></row>',
      Number: '<row r="9"><c r="A9"><v>1</v></c></row>',
      Empty: '<row r="1"><c r="A1" s="1"/></row>',
      Damaged: "<row><row>",
    };
    const { notes, lines } = await opened(workbook(rows, { others }));
    expect([notes.otherSheets, lines]).toEqual([
      ["Text", "Number", "Damaged"],
      [2, 3, 4],
    ]);
  });

  it("is nothing where a workbook hides nothing", async () => {
    expect((await opened(workbook(rows))).notes).toEqual({
      hiddenRowCount: 0,
      firstHidden: [],
      hiddenColumns: [],
      isFiltered: false,
      otherSheets: [],
    });
  });
});
