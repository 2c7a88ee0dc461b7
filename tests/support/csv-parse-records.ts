import { CsvError, parse } from "csv-parse/sync";
import type { Delimiter, QuoteFault } from "@/lib/batches/reading/csv-cells";
import type { FileRecord } from "@/lib/batches/reading/records";

const faultCodes: Record<string, QuoteFault["code"]> = {
  CSV_QUOTE_NOT_CLOSED: "unclosed_quote",
  INVALID_OPENING_QUOTE: "stray_quote",
  CSV_INVALID_CLOSING_QUOTE: "text_after_quote",
  CSV_NON_TRIMABLE_CHAR_AFTER_CLOSING_QUOTE: "text_after_quote",
};

const lineBreaks = (text: string) => text.match(/\r\n|\r|\n/g)?.length ?? 0;

/**
 * What csv-parse reads in a text: its records without blank ones, up to the first error that makes the rest unreadable.
 * The lines are counted here, because csv-parse counts a CRLF in a quoted cell twice.
 */
export function csvParseRecords(text: string, delimiter: Delimiter) {
  const bytes = Buffer.from(text);
  const between = (start: number, end: number) => bytes.toString("utf8", start, end);
  const lineAt = (offset: number) => 1 + lineBreaks(between(0, offset));
  /** The start of the next record: after the blank lines that csv-parse skips silently. */
  const startAfter = (end: number) =>
    end + Buffer.byteLength(/^(?:\s*(?:\r\n|\r|\n))*/.exec(between(end, bytes.length))![0]);
  const records: FileRecord[] = [];
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
        const start = startAfter(end);
        end = context.bytes;
        const line = lineAt(start);
        const lastLine = line + lineBreaks(between(start, end).replace(/(?:\r\n|\r|\n)$/, ""));
        if (cells.some((cell) => cell !== "")) records.push({ line, lastLine, cells });
        return null;
      },
    });
    return { records };
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    const cell = Math.max(end, Number(error.bytes));
    return { records, fault: { code: faultCodes[error.code], line: lineAt(cell === end ? startAfter(end) : cell) } };
  }
}
