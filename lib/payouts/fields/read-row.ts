import { incoming } from "@/lib/incoming-text";
import type { IngestError } from "@/lib/ingest-errors/table";
import type { At } from "@/lib/moment";
import { cellFault } from "./cell";
import type { RowInReading } from "./field";
import { columnNames, payoutField, type ColumnName, type PayoutFields, type RowValues } from "./table";

const shownBeforeProof = columnNames
  .filter((column) => payoutField(column).shownBeforeProof)
  .map((column) => ({ column, label: payoutField(column).label }));

/**
 * Reads one record; pure. All its faults are named at once, so that it has to be repaired only once: first those that a
 * cell of any column can have, then those of its column.
 * @param at when it is read, and the zone in which a date without a time ends
 */
export function readRow(values: RowValues, line: number, at: At): { fields: PayoutFields } | { faults: IngestError[] } {
  const { fields, faults } = readCells(columnNames, values, line, at);
  return faults.length > 0 ? { faults } : { fields: fields as PayoutFields };
}

/** The same for some of the columns, each with what its rules need to know of the others. */
export function readCells(
  columns: readonly ColumnName[],
  values: RowValues,
  line: number,
  at: At,
): { fields: Partial<PayoutFields>; faults: IngestError[] } {
  const row: RowInReading = { values, at, shownBeforeProof };
  const fields: Record<string, unknown> = {};
  const general: IngestError[] = [];
  const faults: IngestError[] = [];
  for (const column of columns) {
    const field = payoutField(column);
    const cell = { line, column, value: incoming(values[column] ?? "") };
    const fault = cellFault(cell, field);
    const checked = fault ? { fault } : cell.value === "" ? empty : field.read(cell, row);
    if ("value" in checked) fields[field.property] = checked.value;
    else (fault ? general : faults).push(checked.fault);
  }
  return { fields: fields as Partial<PayoutFields>, faults: [...general, ...faults] };
}

const empty = { value: null };
