import { stringify } from "csv-stringify/sync";
import fc from "fast-check";
import { readFileSync } from "node:fs";
import { describe, expect, it, vi } from "vitest";
import { delimiters } from "@/lib/batches/reading/csv-cells";
import { orInSoak } from "@/tests/support/seed";
import { csvParseRecords } from "@/tests/support/csv-parse-records";
import { bytesOf, judgeAll, readFile } from "@/tests/support/read-batch-file";
import { workbook, type Cell } from "@/tests/support/workbook";

// Thousands of files each, which is slow on a busy machine.
vi.setConfig({ testTimeout: 60_000 });

const context = { now: new Date("2026-11-23T12:00:00.000Z"), timeZone: "Pacific/Auckland" };
const example = readFileSync("examples/payouts.csv");

async function rowsOf(file: string | Uint8Array, cuts: readonly number[] = []) {
  const read = await readFile(file, { cuts });
  if ("faults" in read) throw new Error(`refused: ${read.faults.map(({ code }) => code).join(", ")}`);
  return read;
}

/** The example's cells, including its faulty rows. */
const exampleCells = async () => {
  const { header, records } = await rowsOf(example);
  return [[...header.keys], ...records.map(({ cells }) => cells)];
};

describe("the example file", () => {
  it("gives the same rows in every encoding, line end and separator, and as a workbook", async () => {
    const cells = await exampleCells();
    const widest = cells.filter((row) => row.length === cells[0]!.length);
    const expected = widest.slice(1);
    const text = stringify(widest);
    const utf16 = Buffer.from(`\ufeff${text}`, "utf16le");
    const files: (string | Uint8Array)[] = [
      text,
      `\ufeff${text}`,
      utf16,
      Buffer.from(utf16).swap16(),
      stringify(widest, { record_delimiter: "windows" }),
      stringify(widest, { quoted: true }),
    ];
    for (const delimiter of delimiters)
      files.push(stringify(widest, { delimiter }), `sep=${delimiter}\r\n${stringify(widest, { delimiter })}`);
    for (const texts of ["shared", "inline"] as const) files.push(workbook(widest, { texts }));
    for (const file of files) expect((await rowsOf(file)).records.map((record) => record.cells)).toEqual(expected);
  });
});

/**
 * csv-parse loses an empty first text when a cell has two quoted texts, and after a quoted text it treats a no-break
 * space as text. The product refuses the former, and treats the latter as any other space.
 */
const isReadOtherwise = (text: string) => /"[ \t\u00a0]+"|"[ \t]*\u00a0/.test(text);

/** Text made of the characters that matter to a reader of lines and cells. */
const texts = fc
  .array(fc.constantFrom("a", "b c", ",", ";", "\t", "|", "\n", "\r\n", "\r", '"', '""', " ", "é", "\u00a0", "😀"), {
    maxLength: 40,
  })
  .map((parts) => parts.join(""));
const columns = ["recipient_name", "email", "amount", "currency", "reference"];
const withHeader = texts.map((body) => `${columns.join(",")}\n${body}`);

describe("the pieces in which a file arrives", () => {
  it("make no difference, wherever they are split", () =>
    fc.assert(
      fc.asyncProperty(
        withHeader,
        fc.boolean(),
        fc.array(fc.nat({ max: 120 }), { maxLength: 8 }),
        async (text, isUtf16, cuts) => {
          const bytes = isUtf16 ? Buffer.from(`\ufeff${text}`, "utf16le") : bytesOf(text);
          expect(await readFile(bytes, { cuts: cuts.map((cut) => Math.min(cut, bytes.length)) })).toEqual(
            await readFile(bytes),
          );
        },
      ),
      { numRuns: orInSoak(300, 5_000) },
    ));

  it("can be single bytes", async () => {
    const start = example.subarray(0, 1_500);
    expect(await readFile(start, { cuts: [...start.keys()] })).toEqual(await readFile(start));
  });
});

describe("the reader of text files", () => {
  it("reads what csv-parse reads, as far as that reads: the same cells of the same lines, and the same fault at the same place", () =>
    fc.assert(
      fc.asyncProperty(
        withHeader.filter((text) => !isReadOtherwise(text)),
        async (text) => {
          const { records, fault } = csvParseRecords(text, ",");
          const read = await readFile(text);
          const damaged = "faults" in read ? -1 : read.records.findIndex(({ quoteFault }) => quoteFault);
          if ("records" in read && damaged !== -1) {
            expect(read.records.slice(0, damaged)).toEqual(records.slice(1));
            expect(fault).toMatchObject({ code: read.records[damaged]!.quoteFault, line: read.records[damaged]!.line });
          } else if (fault) expect("faults" in read && read.faults).toEqual([expect.objectContaining(fault)]);
          else if ("faults" in read) expect([records.length, read.faults[0]?.code]).toEqual([1, "file_without_rows"]);
          else expect(read.records).toEqual(records.slice(1));
        },
      ),
      { numRuns: orInSoak(1_000, 10_000) },
    ));
});

describe("a damaged workbook", () => {
  const cell = (text: string): Cell => (/^\d+\.\d+$/.test(text) ? { number: text, format: "0.00" } : text);

  it("is refused as a whole, or gives only the rows it had", async () => {
    const file = workbook((await exampleCells()).slice(0, 12).map((row) => row.map(cell)));
    const whole = judgeAll(await rowsOf(file), context);
    expect(whole.accepted.length).toBeGreaterThan(5);
    const change = fc.record({
      at: fc.nat({ max: file.length - 1 }),
      cut: fc.nat({ max: 3 }),
      put: fc.uint8Array({ maxLength: 3 }),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(change, { minLength: 1, maxLength: 3 }), async (changes) => {
        const read = await readFile(
          changes.reduce<Buffer>(
            (bytes, { at, cut, put }) => Buffer.concat([bytes.subarray(0, at), put, bytes.subarray(at + cut)]),
            file,
          ),
        );
        if ("faults" in read)
          for (const { scope, message, suggestion } of read.faults)
            expect([scope, /\{\w+\}|undefined/.test(message + suggestion)]).toEqual(["file", false]);
        else expect(judgeAll(read, context).accepted).toEqual(whole.accepted);
      }),
      { numRuns: orInSoak(300, 5_000) },
    );
  });
});
