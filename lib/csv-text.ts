import { stringify } from "csv-stringify/sync";

/**
 * What a spreadsheet would run as a formula, also behind apostrophes that were there before. At the start of any line,
 * not only of the text: a program that does not know line breaks in cells takes each line for a row.
 */
const formula = "'*[=+\\-@\\t\\r\\uff1d\\uff0b\\uff0d\\uff20]";
/** A text that begins with a line break: what drops the empty line finds a formula at the start. */
const emptyLine = "'*\\n";

const beforeDanger = new RegExp(`(?<=^|[\\r\\n])(?=${formula})|^(?=${emptyLine})`, "g");
const guard = new RegExp(`(?<=^|[\\r\\n])'(?=${formula})|^'(?=${emptyLine})`, "g");

/** Text that a spreadsheet reads as text: with an apostrophe in front of what it would run as a formula. */
export const guarded = (text: string): string => text.replace(beforeDanger, "'");

/** Undoes `guarded`; any other text stays as it is. */
export const unguarded = (text: string): string => (text.includes("'") ? text.replace(guard, "") : text);

/** Spaces at the ends of a cell are kept only inside quotation marks. */
const outerRoom = /^\s|\s$/;

/**
 * Rows as CSV that a spreadsheet opens safely and our own reader gets back cell by cell, text by `unguarded`: line ends
 * of Windows, every cell with any line break quoted, every text guarded. Numbers are written as they are, null as an
 * empty cell.
 * @param bom begins with a byte order mark, because spreadsheets guess the encoding wrong without one
 */
export const csvText = (rows: readonly (readonly (string | number | null)[])[], { bom = false } = {}): string =>
  stringify(
    rows.map((row) => row.map((cell) => (typeof cell === "string" ? guarded(cell) : cell))),
    {
      bom,
      record_delimiter: "windows",
      quote_record_delimiter: true,
      quoted_match: outerRoom,
    },
  );

type Cells = readonly (string | number | null)[];

/**
 * Rows as the bytes of a CSV file, written as they are read: UTF-8 with a byte order mark, because spreadsheets guess
 * wrong without one, and every text that a spreadsheet would run as a formula made harmless. Nothing more is read once
 * nobody reads the stream.
 */
export function csvStream<Row>(
  header: Cells,
  pages: AsyncGenerator<readonly Row[], void>,
  cellsOf: (row: Row) => Cells,
): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  const write = (rows: readonly Cells[], bom: boolean) => encoder.encode(csvText(rows, { bom }));
  return new ReadableStream({
    start: (controller) => controller.enqueue(write([header], true)),
    async pull(controller) {
      const { value, done } = await pages.next();
      if (done) controller.close();
      else controller.enqueue(write(value.map(cellsOf), false));
    },
    async cancel() {
      await pages.return(undefined);
    },
  });
}
