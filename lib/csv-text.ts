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

export type CsvCell = string | number | bigint | null;

/** Most texts: nothing to guard, and nothing to quote. Spaces at the ends of a cell are kept only inside quotation marks. */
const plain = /^[A-Za-z0-9](?:[^",\r\n]*[A-Za-z0-9.])?$/;
const quoted = /[",\r\n]|^\s|\s$/;

/** A cell as it stands between the commas of a row. */
export function cellText(cell: CsvCell): string {
  if (typeof cell !== "string") return cell === null ? "" : String(cell);
  if (plain.test(cell)) return cell;
  const text = guarded(cell);
  return quoted.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/**
 * A row of CSV (RFC 4180) with its line end, that of Windows, which a spreadsheet opens safely and our own reader gets
 * back cell by cell, text by `unguarded`: every cell with any line break quoted, every text guarded. Numbers are
 * written as they are, null as an empty cell.
 */
export function csvRow(cells: readonly CsvCell[]): string {
  let row = "";
  for (let index = 0; index < cells.length; index++) row += (index === 0 ? "" : ",") + cellText(cells[index]!);
  return `${row}\r\n`;
}

/** Begins a file, because spreadsheets guess the encoding wrong without it. */
export const byteOrderMark = "\ufeff";

/**
 * Rows of `csvRow`, one after the other.
 * @param bom begins with a byte order mark
 */
export const csvText = (rows: readonly (readonly CsvCell[])[], { bom = false } = {}): string =>
  (bom ? byteOrderMark : "") + rows.map(csvRow).join("");
