import { CsvError, parse } from "csv-parse/sync";
import { ingestError, type IngestError } from "@/lib/ingest-errors/table";
import { maxColumns } from "@/lib/batches/file-format/limits";

/**
 * One record of a file. `line` is where it starts and `lastLine` where it ends; they differ when a quoted cell contains
 * line breaks.
 */
export type FileRecord = { line: number; lastLine: number; cells: string[] };

/** Some records of a file, in its order. */
export type RecordChunk = { records: FileRecord[]; bytesRead: number };

/** What stops the reading of a file, also in its middle: nothing of the file may be used. */
export class FileFault extends Error {
  constructor(readonly faults: IngestError[]) {
    super(`unreadable file: ${faults.map(({ code }) => code).join(", ")}`);
    this.name = "FileFault";
  }
}

export const tooManyColumns = (line: number) =>
  new FileFault([ingestError("too_many_columns", { line, limit: maxColumns.toLocaleString("en-US") })]);

export const delimiters = [",", ";", "\t", "|"] as const;
export type Delimiter = (typeof delimiters)[number];

const enough = Symbol("enough");
const carriageReturn = 0x0d;
const newline = 0x0a;

/**
 * Reads RFC 4180 records from UTF-8 bytes without a byte order mark and hands on those that are not blank, until `take`
 * says false. Spaces around cells are dropped. Returns the fault that makes the rest unreadable, if there is one.
 * @param firstLine the number of the line with which the bytes begin
 */
export function readRecords(
  bytes: Buffer,
  delimiter: Delimiter,
  take: (record: FileRecord) => boolean,
  firstLine = 1,
): IngestError | undefined {
  const place = linePlaces(bytes, firstLine);
  let end = 0;
  try {
    parse(bytes, {
      delimiter,
      record_delimiter: ["\r\n", "\n", "\r"],
      relax_column_count: true,
      skip_empty_lines: true,
      trim: true,
      on_record: (record, context) => {
        const cells = record as unknown as string[];
        const start = place.afterBlankLines(end, context.bytes);
        end = context.bytes;
        if (cells.every((cell) => cell === "")) return null;
        const line = place.lineAt(start);
        if (!take({ line, lastLine: place.lineAt(Math.max(start, end - 1)), cells })) throw enough;
        return null;
      },
    });
  } catch (error) {
    if (error === enough) return undefined;
    if (error instanceof CsvError)
      return quoteFault(error, place.lineAt(place.afterBlankLines(Math.max(end, Number(error.bytes)), bytes.length)));
    throw error;
  }
  return undefined;
}

/** @param line where the cell begins in which reading stopped */
function quoteFault(error: CsvError, line: number): IngestError {
  if (error.code === "CSV_QUOTE_NOT_CLOSED") return ingestError("unclosed_quote", { line });
  if (error.code === "INVALID_OPENING_QUOTE") return ingestError("stray_quote", { line });
  if (error.code === "CSV_INVALID_CLOSING_QUOTE" || error.code === "CSV_NON_TRIMABLE_CHAR_AFTER_CLOSING_QUOTE")
    return ingestError("text_after_quote", { line });
  throw error;
}

/** Line numbers for byte offsets. The parser's own count is off when a quoted cell contains CRLF. */
function linePlaces(bytes: Buffer, firstLine: number) {
  let counted = 0;
  let line = firstLine;
  const isBreak = (at: number) => bytes[at] === newline || bytes[at] === carriageReturn;
  const endOfLine = (from: number) => {
    let at = from;
    while (at < bytes.length && !isBreak(at)) at++;
    return at;
  };
  return {
    /** Offsets must not fall from one call to the next. */
    lineAt(offset: number): number {
      for (; counted < offset; counted++) {
        if (bytes[counted] === newline || (bytes[counted] === carriageReturn && bytes[counted + 1] !== newline)) line++;
      }
      return line;
    },
    afterBlankLines(from: number, limit: number): number {
      let start = from;
      for (
        let end = endOfLine(start);
        end < limit && bytes.toString("utf8", start, end).trim() === "";
        end = endOfLine(start)
      )
        start = end + 1;
      return start;
    },
  };
}
