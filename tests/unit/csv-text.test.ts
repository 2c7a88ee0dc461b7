import { stringify } from "csv-stringify/sync";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { orInSoak } from "@/tests/support/seed";
import { columnNames } from "@/lib/payouts/fields/table";
import { byteOrderMark, csvText, guarded, unguarded, type CsvCell } from "@/lib/csv-text";
import { CsvBytes } from "@/lib/web/downloads/csv-bytes";
import { readFile } from "@/tests/support/read-batch-file";

const pieces = fc.constantFrom(
  "\n",
  "\r",
  "\r\n",
  "=1+1",
  "+",
  "-",
  "@",
  "\t",
  "'",
  "''",
  "＝",
  '"',
  '""',
  ",",
  ";",
  "|",
  "a",
  " ",
  "\u00a0",
  "李",
  "\u2028",
  "\ufeff",
  "#",
  ...["é", "박", "さ", "م", "－", "\u3000", "\u0085", "😀", ".", "Z"],
);
const hostile = fc.oneof(
  fc.array(pieces, { maxLength: 12 }).map((parts) => parts.join("")),
  fc.string({ unit: "grapheme", maxLength: 40 }),
);
/** Text as a file reader returns it: without characters that the database cannot store. */
const cell = hostile.map((text) => text.replaceAll("\u0000", "?").toWellFormed());

describe("an escaped text", () => {
  it("can be restored exactly, whatever it contains", () => {
    fc.assert(
      fc.property(hostile, (text) => unguarded(guarded(text)) === text),
      { numRuns: orInSoak(1_000, 20_000) },
    );
    for (const one of ["=1", "'=1", "''@x", "plain", "'quoted'", "-", "O'Neil", "", "a\n=1", "a\r\n'=1", "\r=1"])
      expect(unguarded(guarded(one))).toBe(one);
  });

  it("never begins with a line break, a tab or what makes a formula", () => {
    expect(["\n=1", "\n", "'\n", "\r\na", "\tb", "a\n\nb"].map(guarded)).toEqual([
      "'\n'=1",
      "'\n",
      "''\n",
      "'\r\na",
      "'\tb",
      "a\n\nb",
    ]);
    fc.assert(
      fc.property(hostile, (text) => !/^[\n\r\t=+\-@＝＋－＠]/.test(guarded(text))),
      { numRuns: orInSoak(1_000, 20_000) },
    );
  });

  it("has no line that a spreadsheet would run, even where a program takes each line for a row", () => {
    expect(["a\n=1", "a\r\n@x", "a\r+1", "\r=1"].map(guarded)).toEqual(["a\n'=1", "a\r\n'@x", "a\r'+1", "'\r'=1"]);
    const runs = (line: string) => /^[=+\-@\t＝＋－＠]/.test(line);
    fc.assert(
      fc.property(
        hostile,
        (text) =>
          !guarded(text)
            .split(/\r\n|\r|\n/)
            .some(runs),
      ),
      { numRuns: orInSoak(1_000, 20_000) },
    );
  });
});

/** The rows as exports write them: each text from among the bytes of others. */
function asBytes(rows: readonly (readonly CsvCell[])[]): string {
  const out = new CsvBytes("UTC");
  const pieces: Buffer[] = [];
  for (const row of rows) {
    for (const one of row) {
      if (typeof one !== "string") out.cell(one);
      else {
        const bytes = Buffer.from(`é-a${one}a=é`);
        out.text(bytes, 4, bytes.length - 4);
      }
    }
    out.endRow();
    pieces.push(out.take());
  }
  return Buffer.concat(pieces).toString();
}

describe("rows written as CSV", () => {
  it("have the same cells when read again, including line breaks, quotation marks and formulas", () => {
    const row = fc
      .array(cell, { minLength: columnNames.length, maxLength: columnNames.length })
      .filter((cells) => cells.some((text) => text !== ""));
    return fc.assert(
      fc.asyncProperty(fc.array(row, { minLength: 1, maxLength: 8 }), fc.boolean(), async (rows, bom) => {
        const read = await readFile(csvText([columnNames, ...rows], { bom }));
        if ("faults" in read) throw new Error(read.faults[0]?.message);
        expect(read.records.map(({ cells }) => cells.map(unguarded))).toEqual(rows);
      }),
      { numRuns: orInSoak(500, 10_000) },
    );
  });

  it("are written as csv-stringify writes them, so that only what needs quotation marks has them", () => {
    const value = fc.oneof(
      cell,
      fc.constant(null),
      fc.integer(),
      fc.constantFrom("CLM-1", "a.b@example.com", "é", "'a"),
    );
    const options = { record_delimiter: "windows", quote_record_delimiter: true, quoted_match: /^\s|\s$/ } as const;
    fc.assert(
      fc.property(
        fc.array(fc.array(value, { minLength: 1, maxLength: 6 }), { maxLength: 4 }),
        fc.boolean(),
        (rows, bom) => {
          const guardedRows = rows.map((row) => row.map((one) => (typeof one === "string" ? guarded(one) : one)));
          const written = stringify(guardedRows, { ...options, bom });
          expect(csvText(rows, { bom })).toBe(written);
          expect((bom ? byteOrderMark : "") + asBytes(rows)).toBe(written);
        },
      ),
      { numRuns: orInSoak(2_000, 50_000) },
    );
  });

  it("keep numbers as numbers, and empty values empty", () => {
    expect(csvText([["-1", -1, null, ""]])).toBe("'-1,-1,,\r\n");
  });
});
