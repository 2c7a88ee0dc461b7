import { columnMeant, columnNamed } from "./columns";
import { columnNames, requiredColumns, type ColumnName } from "@/lib/payouts/fields/table";
import { ingestError, type IngestError } from "@/lib/ingest-errors/table";

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
  /** Columns that Meridian does not read. */
  ignored: readonly string[];
};

/** How many of the cells name a column; the separator that makes the most sense of the first line wins by this. */
export const columnsNamedIn = (cells: readonly string[]): number =>
  new Set(cells.map(columnNamed).filter((name) => name !== undefined)).size;

/** Reads the header line, or says everything that is wrong with it. */
export function readHeader(cells: readonly string[], line: number): { header: Header } | { faults: IngestError[] } {
  if (columnsNamedIn(cells) === 0)
    return {
      faults: [ingestError("no_header", { line, value: cells.join(" "), columns: requiredColumns.join(", ") })],
    };
  const keys = cells.map((cell) => columnNamed(cell) ?? cell);
  const named = new Set(keys);
  const missing = columnNames.filter((name) => !named.has(name));
  const misspelled = misspellings(keys, missing, line);
  const guessed = new Set(misspelled.map((fault) => fault.column));
  const absent = requiredColumns.filter((name) => !named.has(name) && !guessed.has(name));
  const faults = [
    ...repeated(keys).map((column) => ingestError("duplicate_column", { line, column })),
    ...misspelled,
    ...absent.map((column) => ingestError("missing_column", { line, column })),
  ];
  if (faults.length > 0) return { faults };
  const positions = new Map(
    columnNames.filter((name) => named.has(name)).map((name): [ColumnName, number] => [name, keys.indexOf(name)]),
  );
  return {
    header: {
      width: cells.length,
      positions,
      keys,
      ignored: keys.filter((key) => key !== "" && columnNamed(key) === undefined),
    },
  };
}

/** Each missing column is blamed on one header only, so that a slip is told once. */
function misspellings(keys: readonly string[], missing: readonly ColumnName[], line: number): IngestError[] {
  const open = new Set(missing);
  return keys.flatMap((key) => {
    const meant = columnNamed(key) === undefined ? columnMeant(key) : undefined;
    if (meant === undefined || !open.delete(meant)) return [];
    return [ingestError("misspelled_column", { line, column: meant, value: key })];
  });
}

const repeated = (keys: readonly string[]): string[] => [
  ...new Set(keys.filter((key, index) => key !== "" && keys.indexOf(key) !== index)),
];
