import { createHash } from "node:crypto";
import { headerName } from "@/lib/batches/file-format/columns";
import { headerByContent } from "@/lib/batches/file-format/header-by-content";
import type { ColumnName } from "@/lib/payouts/fields/table";
import type { DateForm } from "./date-form";
import type { DecimalMark } from "./decimal-mark";

/**
 * Where the value of one payout column comes from: from cells of the row, joined with a space where there are several;
 * from the cell that another cell names; the same text in every row; or made of the address, for a name alone.
 */
export type Source =
  | { from: "cells"; keys: string[] }
  | { from: "chosen"; by: string; of: Record<string, string> }
  | { from: "constant"; text: string }
  | { from: "address" };

/**
 * How a file is read whose columns are not ours. A plain value: it is kept with each batch that it read, so that a later
 * change of it changes nothing that was read before.
 */
export type ColumnMapping = {
  /** `line`: where the header stands; null when there is none. `keys`: its cells, as `cellKeys` gives them. */
  header: { line: number | null; keys: string[] };
  columns: Partial<Record<ColumnName, Source>>;
  /** Null leaves amounts as they are written: then they have to be plain digits with a point. */
  decimalMark: DecimalMark | null;
  /** Null leaves dates as they are written: then they have to be of ISO 8601. */
  dateForm: DateForm | null;
};

/** The record that a mapping is placed by: the header, or the first record where there is none. */
export type HeadRecord = { line: number; cells: readonly string[] };

/**
 * What each cell is known by: of a header its text without what never matters; without a header its place, and what the
 * value in it looks like. No two cells of a record have the same.
 */
export function cellKeys(cells: readonly string[], hasHeader: boolean): string[] {
  if (!hasHeader) {
    const names = headerByContent(cells)?.names;
    return cells.map((_, index) => `${index + 1}: ${names?.[index] ?? "any"}`);
  }
  const seen = new Map<string, number>();
  return cells.map((cell, index) => {
    const name = headerName(cell) || `column ${index + 1}`;
    const times = (seen.get(name) ?? 0) + 1;
    seen.set(name, times);
    return times === 1 ? name : `${name} #${times}`;
  });
}

/**
 * The same for the same set of header cells in any order. With a cell that stands twice the order counts, because nothing
 * else tells the two apart.
 */
export function headerSet(keys: readonly string[], hasHeader: boolean): string {
  const inOrder = !hasHeader || keys.some((key) => / #\d+$/.test(key));
  const set = inOrder ? keys : [...keys].sort();
  return createHash("sha256")
    .update(JSON.stringify([hasHeader, set]))
    .digest("hex");
}

/** The first record, as wide as the widest of the records that are looked at. Where no header is, its last cells may be empty. */
export function firstRecord(records: readonly HeadRecord[]): HeadRecord | undefined {
  const [first] = records;
  const width = Math.max(...records.map(({ cells }) => cells.length));
  return first && { ...first, cells: Array.from({ length: width }, (_, index) => first.cells[index] ?? "") };
}

/**
 * The same mapping for a file with the same set of header cells, wherever its header stands and in whatever order its
 * columns are; undefined for another file.
 */
export function placed(mapping: ColumnMapping, records: readonly HeadRecord[]): ColumnMapping | undefined {
  const hasHeader = mapping.header.line !== null;
  const wanted = headerSet(mapping.header.keys, hasHeader);
  const found = headers(records, hasHeader).filter(({ keys }) => headerSet(keys, hasHeader) === wanted);
  const header = found.find(({ line }) => line === mapping.header.line) ?? found[0];
  return header && { ...mapping, header };
}

/** What may be the header among the first records of a file: each of them, or that there is none. */
export function headers(records: readonly HeadRecord[], hasHeader: boolean): ColumnMapping["header"][] {
  if (hasHeader) return records.map(({ line, cells }) => ({ line, keys: cellKeys(cells, true) }));
  const first = firstRecord(records);
  return first ? [{ line: null, keys: cellKeys(first.cells, false) }] : [];
}
