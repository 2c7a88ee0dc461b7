import { ingestError, type IngestError } from "@/lib/ingest-errors/table";
import { extraColumnsOf, type ExtraColumn } from "@/lib/payouts/extra/columns";
import { columnNames, payoutField, requiredColumns, type ColumnName } from "@/lib/payouts/fields/table";
import { headerByContent, isRow } from "./header-by-content";
import { headerAt } from "./header-search";
import { meaningOf } from "./meanings";
import { columnsNamedIn, columnsOf, requiredMeantIn, splitColumns } from "./named-columns";
import { isBankColumn, notKeptNote } from "./not-kept";

export type Header = {
  /** How many cells each record must have. */
  width: number;
  /** Where each known column stands. */
  positions: ReadonlyMap<ColumnName, number>;
  /**
   * What each cell is kept under when its row is refused: the column's own name, or the header's text for one that is
   * not read.
   */
  keys: readonly string[];
  /** Columns that Meridian does not know, and that each payout keeps all the same. */
  extra: readonly PlacedColumn[];
  /** Columns that Meridian does not read. */
  ignored: readonly string[];
  /** What else of the file was not read and could have been meant, in sentences. */
  notes: readonly string[];
};

/** `index`: where it stands in a record. */
type PlacedColumn = ExtraColumn & { index: number };
type HeadRecord = { line: number; cells: readonly string[] };
type HeaderRead = { header: Header; at: number } | { faults: IngestError[] };

/**
 * Finds the header among the first records of a file and reads it, or says everything that is wrong with it.
 * @param records as many as `headerWithin`, or all of them
 * @param separator between the cells of the file, so that a header is given as it has to be written; null for a sheet
 * @returns `at`: which of the records is the header
 */
export function readHeader(records: readonly [HeadRecord, ...HeadRecord[]], separator: string | null): HeaderRead {
  const at = headerAt(records.map(({ cells }) => cells));
  const { cells, line } = records[at] ?? records[0];
  const above = records.slice(0, at);
  const row = above.find((record) => isRow(record.cells));
  if (row) return { faults: [ingestError("header_below_rows", { line, row: row.line })] };
  const absent = headerMissing(cells, line, separator);
  if (absent) return { faults: [absent] };
  const columns = columnsOf(cells);
  const faults = headerFaults(cells, columns, line);
  if (faults.length > 0) return { faults };
  const keys = cells.map((cell, index) => columns[index] ?? cell);
  const unknown = cells.filter((cell, index) => cell !== "" && columns[index] === undefined);
  const { extra, left } = keptColumns(unknown, columns);
  return {
    at,
    header: {
      width: cells.length,
      positions: new Map(
        columnNames.flatMap((name): [ColumnName, number][] =>
          keys.includes(name) ? [[name, keys.indexOf(name)]] : [],
        ),
      ),
      keys,
      extra: extra.map((column) => ({ ...column, index: keys.indexOf(column.name) })),
      ignored: unknown.filter((cell) => !extra.some(({ name }) => name === cell)),
      notes: [...noteAbove(above, line), ...left.map(({ note }) => note)],
    },
  };
}

/** The fault of a record that is no header: it holds values, or says nothing of the columns. */
function headerMissing(cells: readonly string[], line: number, separator: string | null): IngestError | undefined {
  if (columnsNamedIn(cells) >= 2) return undefined;
  const byContent = headerByContent(cells);
  if (byContent) {
    const looks = byContent.names.flatMap((name, index) =>
      requiredColumns.some((column) => column === name) ? [`column ${index + 1} like ${name}`] : [],
    );
    const names =
      separator === null ? `${byContent.names.join(", ")} (one in each cell)` : byContent.names.join(separator);
    const absent =
      byContent.missing.length === 0
        ? ""
        : ` Nothing looks like ${byContent.missing.join(", ")}: add that to every row.`;
    return ingestError("header_missing", { line, looks: looks.join(", "), names, absent });
  }
  if (columnsNamedIn(cells) > 0 || requiredMeantIn(cells) > 0) return undefined;
  return ingestError("no_header", { line, value: cells.join(" "), columns: requiredColumns.join(", ") });
}

function headerFaults(
  cells: readonly string[],
  columns: readonly (ColumnName | undefined)[],
  line: number,
): IngestError[] {
  const absent = new Set(requiredColumns.filter((name) => !columns.includes(name)));
  const split = splitColumns(cells).filter(({ column }) => absent.delete(column));
  const parts = split.flatMap((one) => one.cells);
  const meant = meantCells(
    cells.filter((cell, index) => columns[index] === undefined && !parts.includes(cell)),
    absent,
  );
  const account = cells.find(isBankColumn);
  return [
    ...repeated(cells, columns).map((place) => ingestError("duplicate_column", { line, ...place })),
    ...split.map(({ column, cells: made }) =>
      ingestError("split_column", { line, column, value: made.join(" + "), example: payoutField(column).example }),
    ),
    ...meant.map(({ cell, column }) => ingestError("misspelled_column", { line, column, value: cell })),
    ...[...absent].map((column) => {
      const meanwhile = column === "email" ? account : undefined;
      if (meanwhile !== undefined) return ingestError("missing_email_column", { line, column, value: meanwhile });
      return ingestError("missing_column", { line, column, holds: payoutField(column).description });
    }),
  ];
}

/**
 * The cell that means each of these columns most surely; a cell means one column only, and a column is taken out once a
 * cell means it.
 */
function meantCells(cells: readonly string[], open: Set<ColumnName>): { cell: string; column: ColumnName }[] {
  const meanings = cells.flatMap((cell) => {
    const meaning = meaningOf(cell);
    return meaning ? [{ cell, ...meaning }] : [];
  });
  const chosen = meanings.sort((one, other) => other.sure - one.sure).filter(({ column }) => open.delete(column));
  return chosen.sort((one, other) => cells.indexOf(one.cell) - cells.indexOf(other.cell));
}

/** The names that stand in a header more than once, by the column that they mean, with the cells as they are written. */
function repeated(cells: readonly string[], columns: readonly (ColumnName | undefined)[]) {
  const keys = cells.map((cell, index) => columns[index] ?? cell);
  const again = new Set(keys.filter((key, index) => key !== "" && keys.indexOf(key) !== index));
  return [...again].map((column) => ({ column, names: cells.filter((_, index) => keys[index] === column).join(", ") }));
}

const longestQuote = 80;

function noteAbove(above: readonly HeadRecord[], line: number): string[] {
  if (above.length === 0) return [];
  const quoted = above.map((record) => {
    const text = record.cells.filter((cell) => cell !== "").join(" ");
    return `line ${record.line} “${text.length > longestQuote ? `${text.slice(0, longestQuote).toWellFormed()}…` : text}”`;
  });
  return [`The header stands on line ${line}. What is above it was not read: ${quoted.join(", ")}.`];
}

/**
 * Which of the columns that are not ours a payout keeps. `left`: those that it does not for what they may hold, and why:
 * what may have been meant as a column of ours that the file does not have, a secret, and where money goes.
 * @param unknown cells of the header
 * @param columns those that the file has
 */
export function keptColumns(unknown: readonly string[], columns: readonly (ColumnName | undefined)[]) {
  const left = unknown.flatMap((cell) => {
    const note = meantNote(cell, columns) ?? notKeptNote(cell);
    return note === undefined ? [] : [{ cell, note }];
  });
  return { extra: extraColumnsOf(unknown.filter((name) => !left.some(({ cell }) => cell === name))), left };
}

/** A verification code is a secret, so that a part of a name is enough for it. */
function meantNote(cell: string, columns: readonly (ColumnName | undefined)[]): string | undefined {
  const meaning = meaningOf(cell);
  if (!meaning || columns.includes(meaning.column)) return undefined;
  if (meaning.sure === 1 && meaning.column !== "verification_code") return undefined;
  const { label } = payoutField(meaning.column);
  return `The column ${cell} was not read. If it is the ${label.toLowerCase()}, rename it to ${meaning.column}.`;
}

/** The header with the extra columns that its batch was begun with. */
export const keptIn = ({ extraColumns }: { extraColumns: readonly ExtraColumn[] }, header: Header): Header =>
  keeping(header, new Set(extraColumns.map(({ key }) => key)));

/** The header with those of its extra columns alone that its batch keeps; the others are not read. */
export function keeping(header: Header, keys: ReadonlySet<string>): Header {
  const left = header.extra.filter(({ key }) => !keys.has(key)).map(({ name }) => name);
  if (left.length === 0) return header;
  const extra = header.extra.filter(({ key }) => keys.has(key));
  return { ...header, extra, ignored: [...left, ...header.ignored] };
}
