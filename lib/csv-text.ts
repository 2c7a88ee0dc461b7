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
