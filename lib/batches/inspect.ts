import type { ColumnName } from "./columns";
import type { ExpiryContext } from "./expiry";
import type { Header } from "./header";
import { ingestError, storable, type IngestError } from "./ingest-errors";
import type { ParsedFile } from "./parse";
import type { FileRecord } from "./records";
import { validateRow, type PayoutFields, type RowValues } from "./validate";

export type AcceptedRow = { line: number } & PayoutFields;
/** `values` is the row as it was written, by column, so that it can be shown and repaired. */
export type RefusedRow = { line: number; values: Record<string, string>; errors: IngestError[] };
/** accepted + refused = records, always. */
export type Inspection = { accepted: AcceptedRow[]; refused: RefusedRow[]; ignoredColumns: readonly string[] };

/**
 * Judges every record of a file; pure.
 * @param usedReferences references that payouts of the organization have already
 */
export function inspectFile({ header, records }: ParsedFile, usedReferences: ReadonlySet<string>, context: ExpiryContext): Inspection {
  const inspection: Inspection = { accepted: [], refused: [], ignoredColumns: header.ignored };
  const firstLines = new Map<string, number>();
  for (const record of records) {
    const values = rowValues(header, record);
    const outcome = inspectRecord(header, record, values, context);
    const faults = "faults" in outcome ? outcome.faults : [];
    const taken = rowFault(header, record) ? undefined : referenceFault(values, record.line, firstLines, usedReferences);
    const errors = taken ? [...faults, taken] : faults;
    if (errors.length === 0 && "fields" in outcome) inspection.accepted.push({ line: record.line, ...outcome.fields });
    else inspection.refused.push(refuse(header, record, errors));
  }
  return inspection;
}

/** The record as a refused row keeps it: every cell under its column, those beyond the header under their position. */
export function refuse(header: Header, { line, cells }: FileRecord, errors: IngestError[]): RefusedRow {
  const entries = cells.map((cell, index) => [storable(header.keys[index] || `(cell ${index + 1})`), storable(cell)]);
  // fromEntries defines keys of its own, so a column called __proto__ is a column like any other.
  return { line, values: Object.fromEntries(entries) as Record<string, string>, errors };
}

/** References worth looking up, each once; those that no payout can have are left out. */
export const referencesIn = ({ header, records }: ParsedFile): string[] => [
  ...new Set(records.map((record) => referenceOf(rowValues(header, record))).filter((reference) => reference !== "" && storable(reference) === reference)),
];

function inspectRecord(header: Header, record: FileRecord, values: RowValues, context: ExpiryContext) {
  const fault = rowFault(header, record);
  return fault ? { faults: [fault] } : validateRow(values, record.line, context);
}

const rowValues = (header: Header, { cells }: FileRecord): RowValues =>
  Object.fromEntries([...header.positions].map(([column, index]: [ColumnName, number]) => [column, cells[index] ?? ""]));

const referenceOf = (values: RowValues) => values.reference?.trim() ?? "";

/** What makes it unsafe to read the row's cells at all. */
function rowFault({ width, keys, positions }: Header, { line, lastLine, cells }: FileRecord): IngestError | undefined {
  const counts = { line, found: cells.length, expected: width };
  if (lastLine > line && cells.some((cell, index) => swallowed(cell, [...positions.values()].includes(index), width))) {
    return ingestError("spans_lines", { line, last_line: lastLine });
  }
  if (cells.length < width) return ingestError("too_few_cells", counts);
  if (cells.length > width) return ingestError("too_many_cells", counts);
  const unnamed = cells.findIndex((cell, index) => cell !== "" && keys[index] === "");
  return unnamed === -1 ? undefined : ingestError("unnamed_cell", { line, value: cells[unnamed]! });
}

/** No value of ours has line breaks; a column that is not read may, unless what it holds looks like rows of this very file. */
function swallowed(cell: string, isRead: boolean, width: number): boolean {
  const lines = cell.split(/\r\n|\r|\n/);
  if (lines.length < 2) return false;
  return isRead || lines.some((line) => line.split(/[,;\t|]/).length >= Math.min(width, 5));
}

function referenceFault(values: RowValues, line: number, firstLines: Map<string, number>, used: ReadonlySet<string>): IngestError | undefined {
  const reference = referenceOf(values);
  if (reference === "") return undefined;
  const place = { line, column: "reference", value: reference } as const;
  const first = firstLines.get(reference);
  if (first !== undefined) return ingestError("reference_repeated", { ...place, first_line: first });
  firstLines.set(reference, line);
  return used.has(reference) ? ingestError("reference_used", place) : undefined;
}
