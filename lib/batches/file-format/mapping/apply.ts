import { keptColumns, type Header } from "@/lib/batches/file-format/header";
import { columnNamed } from "@/lib/batches/file-format/columns";
import { unguarded } from "@/lib/csv-text";
import { ingestError, type IngestError } from "@/lib/ingest-errors/table";
import { columnNames, type ColumnName, type RowValues } from "@/lib/payouts/fields/table";
import { isoDate } from "./date-form";
import { decimalMarkNames, plainAmount, type DecimalMark } from "./decimal-mark";
import { type ColumnMapping, type HeadRecord, type Source } from "./mapping";
import { mappingNotes } from "./words";

type MappedCells = { cells: string[]; miscounted?: { found: number; expected: number } };

/** A file as a mapping reads it: the header that a plain file of the same values would have, and its records. */
type MappedTable = {
  header: Header;
  /** One record under that header; or why no more of the file may be read. */
  read: (record: { line: number; cells: readonly string[] }) => MappedCells | { fault: IngestError };
};

/**
 * How a mapping reads a file in which it was placed.
 * @param head the header as it is written; no cell is looked at where there is none
 */
export function mappedTable(mapping: ColumnMapping, head: HeadRecord): MappedTable {
  const hasHeader = mapping.header.line !== null;
  const { keys } = mapping.header;
  const columns = columnNames.filter((column) => mapping.columns[column] !== undefined);
  const used = new Set(columns.flatMap((column) => keysOf(mapping.columns[column]!)));
  const rest = keys.flatMap((key, index) => (used.has(key) ? [] : [index]));
  const names = restNames(
    rest.map((index) => (hasHeader && head.cells[index] ? head.cells[index] : `column ${index + 1}`)),
  );
  const place = new Map(keys.map((key, index) => [key, index]));
  const named = names.filter((_, index) => hasHeader && head.cells[rest[index]!]);
  // A cell under a name of ours that was said to be something else says nothing under that name.
  const unknown = named.filter((name) => columnNamed(head.cells[rest[names.indexOf(name)]!] ?? "") === undefined);
  const { extra } = keptColumns(unknown, columns);
  return {
    header: {
      width: columns.length + rest.length,
      positions: new Map(columns.map((column, index) => [column, index])),
      keys: [...columns, ...names],
      extra: extra.map((column) => ({ ...column, index: columns.length + names.indexOf(column.name) })),
      ignored: (hasHeader ? named : names).filter((name) => !extra.some((column) => column.name === name)),
      notes: mappingNotes(mapping, head),
    },
    read: ({ line, cells }) => {
      const { values, fault } = valuesOf(mapping, columns, line, (key) => cells[place.get(key) ?? -1] ?? "");
      const mapped = [...columns.map((column) => values[column]!), ...rest.map((index) => cells[index] ?? "")];
      if (cells.length !== keys.length)
        return {
          cells: [...mapped, ...cells.slice(keys.length)],
          miscounted: { found: cells.length, expected: keys.length },
        };
      return fault ? { fault } : { cells: mapped };
    },
  };
}

/** Where the cells stand that a mapping reads, by the column that they make. */
export const placesOf = ({ header: { keys }, columns }: ColumnMapping): [ColumnName, number[]][] =>
  columnNames.flatMap((column): [ColumnName, number[]][] => {
    const source = columns[column];
    return source === undefined ? [] : [[column, keysOf(source).map((key) => keys.indexOf(key))]];
  });

const keysOf = (source: Source): string[] => {
  if (source.from === "cells") return source.keys;
  return source.from === "chosen" ? [source.by, ...Object.values(source.of)] : [];
};

/** What the cells that are not read are kept under, each by a name that no column of ours and no other cell has. */
function restNames(texts: readonly string[]): string[] {
  const seen = new Map<string, number>();
  return texts.map((text) => {
    const name = columnNamed(text) === undefined ? text : `${text} (not read)`;
    const times = (seen.get(name) ?? 0) + 1;
    seen.set(name, times);
    return times === 1 ? name : `${name} #${times}`;
  });
}

type Values = { values: RowValues; fault?: IngestError | undefined };

function valuesOf(
  mapping: ColumnMapping,
  columns: readonly ColumnName[],
  line: number,
  cell: (key: string) => string,
): Values {
  const { decimalMark, dateForm } = mapping;
  const values: RowValues = {};
  let fault: IngestError | undefined;
  for (const column of columns) {
    const source = mapping.columns[column]!;
    const text = source.from === "address" ? "" : textOf(source, cell);
    if (column === "expires_at" && dateForm !== null) values[column] = isoDate(text, dateForm);
    else if (column === "amount" && decimalMark !== null && source.from === "cells") {
      const read = plainAmount(text, decimalMark);
      values[column] = "text" in read ? read.text : text;
      if ("other" in read) fault = otherMark(decimalMark, text, line);
    } else values[column] = text;
  }
  if (mapping.columns.recipient_name?.from === "address") values.recipient_name = nameInAddress(values.email ?? "");
  return { values, fault };
}

function textOf(source: Exclude<Source, { from: "address" }>, cell: (key: string) => string): string {
  if (source.from === "constant") return source.text;
  if (source.from === "chosen") {
    const key = Object.hasOwn(source.of, cell(source.by).toLowerCase())
      ? source.of[cell(source.by).toLowerCase()]
      : undefined;
    return key === undefined ? "" : cell(key);
  }
  if (source.keys.length === 1) return cell(source.keys[0]!);
  return source.keys
    .map((key) => unguarded(cell(key)))
    .filter((text) => text !== "")
    .join(" ");
}

/** An amount that only the other mark can read says that the whole file is written otherwise: none of it may be used. */
const otherMark = (mark: DecimalMark, value: string, line: number): IngestError =>
  ingestError("decimal_mark_other", {
    line,
    column: "amount",
    value,
    mark: decimalMarkNames[mark],
    other: decimalMarkNames[mark === "." ? "," : "."],
  });

/** "ada.byron+work@example.com" → "Ada Byron"; empty where the address has no word. */
export function nameInAddress(address: string): string {
  const [local = ""] = address.slice(0, Math.max(0, address.lastIndexOf("@"))).split("+");
  return local
    .split(/[^\p{L}'’]+/u)
    .filter((word) => word !== "")
    .map((word) => word[0]!.toUpperCase() + word.slice(1))
    .join(" ");
}
