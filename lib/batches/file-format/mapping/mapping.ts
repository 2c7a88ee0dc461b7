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
  /**
   * `line`: where the header stands; null when there is none. `keys`: its cells, as `cellKeys` gives them. `names`: the
   * same as they are written, for people; absent where there is no header.
   */
  header: { line: number | null; keys: string[]; names?: string[] };
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
  return numbered(cells.map((cell, index) => headerName(cell) || `column ${index + 1}`));
}

/** The same texts; one that an earlier text has, or became, gets the first number that makes it another. */
export function numbered(texts: readonly string[]): string[] {
  const used = new Set<string>();
  const next = new Map<string, number>();
  return texts.map((text) => {
    let name = text;
    for (let number = next.get(text) ?? 2; used.has(name); next.set(text, ++number)) name = `${text} #${number}`;
    used.add(name);
    return name;
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

/** What a cell of the header is called before people: as it is written, else by its place. */
export function nameOfCell({ line, keys, names }: ColumnMapping["header"], key: string): string {
  const index = keys.indexOf(key);
  const written = names?.[index]?.trim() ?? (line === null ? "" : key);
  return written === "" ? `Column ${index + 1}` : written;
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

/** A record as the header of a mapping. */
export const headerIn = ({ line, cells }: HeadRecord): ColumnMapping["header"] => ({
  line,
  keys: cellKeys(cells, true),
  names: [...cells],
});

/** What may be the header among the first records of a file: each of them, or that there is none. */
export function headers(records: readonly HeadRecord[], hasHeader: boolean): ColumnMapping["header"][] {
  if (hasHeader) return records.map(headerIn);
  const first = firstRecord(records);
  return first ? [{ line: null, keys: cellKeys(first.cells, false) }] : [];
}
