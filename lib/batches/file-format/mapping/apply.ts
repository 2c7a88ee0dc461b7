import { keptColumns, type Header } from "@/lib/batches/file-format/header";
import { notKeptNote } from "@/lib/batches/file-format/not-kept";
import { columnNamed } from "@/lib/batches/file-format/columns";
import { unguarded } from "@/lib/csv-text";
import type { IngestError } from "@/lib/ingest-errors/table";
import { columnNames, type ColumnName, type RowValues } from "@/lib/payouts/fields/table";
import { numbered, type ColumnMapping, type HeadRecord, type Source } from "./mapping";
import { noted } from "./notation";

/** `numbers`: where amounts stand that are numbers of a workbook. */
export type WrittenRecord = HeadRecord & { numbers?: readonly number[] };
type MappedCells = { cells: string[]; miscounted?: { found: number; expected: number } };

/** A file as a mapping reads it: the header that a plain file of the same values would have, and its records. */
type MappedTable = {
  header: Header;
  /** One record under that header; or why no more of the file may be read. */
  read: (record: WrittenRecord) => MappedCells | { faults: IngestError[] };
};

/**
 * How a mapping reads a file in which it was placed.
 * @param head the header as it is written; no cell is looked at where there is none
 */
export function mappedTable(mapping: ColumnMapping, head: HeadRecord): MappedTable {
  const hasHeader = mapping.header.line !== null;
  const { keys } = mapping.header;
  const cellOf = cellsByKey(keys);
  const columns = columnNames.filter((column) => mapping.columns[column] !== undefined);
  const used = new Set(columns.flatMap((column) => keysOf(mapping.columns[column]!)));
  const rest = keys.flatMap((key, index) => (used.has(key) ? [] : [index]));
  const written = (index: number): string => (hasHeader ? (head.cells[index] ?? "") : "");
  const names = restNames(rest.map((index) => written(index) || `column ${index + 1}`));
  // A cell under a name of ours that was said to be something else says nothing under that name.
  const unknown = names.filter((_, at) => written(rest[at]!) !== "" && columnNamed(written(rest[at]!)) === undefined);
  const { extra } = keptColumns(unknown, columns);
  const amounts = new Map(placesOf(mapping)).get("amount") ?? [];
  const placeOf = new Map(names.map((name, at) => [name, columns.length + at]));
  const ignored = names.filter(
    (name, at) => (written(rest[at]!) !== "" || !hasHeader) && !extra.some((one) => one.name === name),
  );
  return {
    header: {
      width: columns.length + rest.length,
      positions: new Map(columns.map((column, index) => [column, index])),
      keys: [...columns, ...names],
      extra: extra.map((column) => ({ ...column, index: placeOf.get(column.name)! })),
      ignored,
      notes: ignored.flatMap((name) => notKeptNote(name) ?? []),
    },
    read: (record) => {
      const { line, cells, numbers = [] } = record;
      const hasNumber = numbers.length > 0 && amounts.every((place) => numbers.includes(place));
      const { values, faults } = valuesOf(mapping, columns, { line, hasNumber }, cellOf(cells));
      const mapped = [...columns.map((column) => values[column]!), ...rest.map((index) => cells[index] ?? "")];
      if (cells.length !== keys.length)
        return {
          cells: [...mapped, ...cells.slice(keys.length)],
          miscounted: { found: cells.length, expected: keys.length },
        };
      return faults.length > 0 ? { faults } : { cells: mapped };
    },
  };
}

/** What these records, as they are written, have against being read by this mapping: of each kind the first. */
export function faultsAmong(mapping: ColumnMapping, records: readonly WrittenRecord[]): IngestError[] {
  const { line } = mapping.header;
  const head = line === null ? records[0] : records.find((record) => record.line === line);
  if (!head) return [];
  const { read } = mappedTable(mapping, head);
  const faults = records.flatMap((record) => {
    const mapped = line === null || record.line > line ? read(record) : { faults: [] };
    return "faults" in mapped ? mapped.faults : [];
  });
  return faults.filter(({ code }, index) => faults.findIndex((one) => one.code === code) === index);
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
const restNames = (texts: readonly string[]): string[] =>
  numbered(texts.map((text) => (columnNamed(text) === undefined ? text : `${text} (not read)`)));

/** The cell of a record that is known by a key; empty where the record is too short. */
const cellsByKey = (keys: readonly string[]) => {
  const place = new Map(keys.map((key, index) => [key, index]));
  return (cells: readonly string[]) =>
    (key: string): string =>
      cells[place.get(key) ?? -1] ?? "";
};

/** The currency that a mapping reads in a record of the file. */
export function currencyUnder({ header: { keys }, columns: { currency } }: ColumnMapping) {
  const cellOf = cellsByKey(keys);
  return (cells: readonly string[]): string =>
    currency === undefined || currency.from === "address" ? "" : textOf(currency, cellOf(cells));
}

type Values = { values: RowValues; faults: IngestError[] };

function valuesOf(
  mapping: ColumnMapping,
  columns: readonly ColumnName[],
  { line, hasNumber }: { line: number; hasNumber: boolean },
  cell: (key: string) => string,
): Values {
  const values: RowValues = {};
  const faults: IngestError[] = [];
  for (const column of columns) {
    const source = mapping.columns[column]!;
    const text = source.from === "address" ? "" : textOf(source, cell);
    // A constant was typed for our own columns, and a number of a workbook is its value.
    const isPlain = source.from === "constant" || (column === "amount" && hasNumber);
    const read = isPlain ? { text } : noted(column, text, mapping, line);
    values[column] = "text" in read ? read.text : text;
    if ("fault" in read) faults.push(read.fault);
  }
  if (mapping.columns.recipient_name?.from === "address") values.recipient_name = nameInAddress(values.email ?? "");
  return { values, faults };
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

/** "ada.byron+work@example.com" → "Ada Byron"; empty where the address has no word. */
export function nameInAddress(address: string): string {
  const [local = ""] = address.slice(0, Math.max(0, address.lastIndexOf("@"))).split("+");
  return local
    .split(/[^\p{L}'’]+/u)
    .filter((word) => word !== "")
    .map((word) => word[0]!.toUpperCase() + word.slice(1))
    .join(" ");
}
