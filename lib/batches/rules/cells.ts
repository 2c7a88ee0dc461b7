import type { Header } from "@/lib/batches/file-format/header";
import { ingestError, type IngestError } from "@/lib/ingest-errors/table";
import type { FileRecord } from "@/lib/batches/reading/records";
import type { ColumnName, RowValues } from "@/lib/payouts/fields/table";

/** `values` is the row as it was written, by column, so that it can be shown and repaired. */
export type RefusedRecord = { line: number; values: Record<string, string>; errors: IngestError[] };

/** The cells of a record under the columns the header gives them. */
export const rowValues = (header: Header, { cells }: FileRecord): RowValues =>
  Object.fromEntries(
    [...header.positions].map(([column, index]: [ColumnName, number]) => [column, cells[index] ?? ""]),
  );

/** The record as a refused row keeps it: every cell under its column, those beyond the header under their position. */
export function refuse(header: Header, { line, cells }: FileRecord, errors: IngestError[]): RefusedRecord {
  const entries = cells.map((cell, index) => [header.keys[index] || `(cell ${index + 1})`, cell]);
  // fromEntries defines keys of its own, so a column called __proto__ is a column like any other.
  return { line, values: Object.fromEntries(entries) as Record<string, string>, errors };
}

/** What makes it unsafe to read a record's cells at all. */
export function shapeFault(
  { width, keys, positions }: Header,
  { line, lastLine, cells }: FileRecord,
): IngestError | undefined {
  const counts = { line, found: cells.length, expected: width };
  if (lastLine > line && cells.some((cell, index) => swallowed(cell, [...positions.values()].includes(index), width))) {
    return ingestError("spans_lines", { line, last_line: lastLine });
  }
  if (cells.length < width) return ingestError("too_few_cells", counts);
  if (cells.length > width) return ingestError("too_many_cells", counts);
  const unnamed = cells.findIndex((cell, index) => cell !== "" && keys[index] === "");
  return unnamed === -1 ? undefined : ingestError("unnamed_cell", { line, value: cells[unnamed]! });
}

/**
 * No value of ours has line breaks; a column that is not read may, unless what it holds looks like rows of this very
 * file.
 */
function swallowed(cell: string, isRead: boolean, width: number): boolean {
  const lines = cell.split(/\r\n|\r|\n/);
  if (lines.length < 2) return false;
  return isRead || lines.some((line) => line.split(/[,;\t|]/).length >= Math.min(width, 5));
}
