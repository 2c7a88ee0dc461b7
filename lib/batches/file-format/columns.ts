import type { Reading } from "@/lib/payouts/fields/field";
import { columnNames, payoutField, type ColumnName } from "@/lib/payouts/fields/table";

/** What the cells of a workbook below a header cell are read as. */
export const readingBelow = (header: string): Reading => {
  const column = columnNamed(header);
  return column === undefined ? "text" : payoutField(column).reading;
};

/** A header cell without what never matters in it: case, spaces and hyphens. */
export const headerName = (header: string): string =>
  header
    .trim()
    .toLowerCase()
    .replace(/[\s_-]+/g, "_");

const columnByHeader = new Map<string, ColumnName>(
  columnNames.flatMap((name) =>
    [name, ...exportedAs(name), ...payoutField(name).aliases].map((header): [string, ColumnName] => [header, name]),
  ),
);

/** What the exported list of payouts calls a column, so that it can be read again. */
function exportedAs(name: ColumnName): string[] {
  const column = payoutField(name).export;
  return "never" in column ? [] : [column.header];
}

/** The column a header cell means, or undefined for one that Meridian does not read. */
export const columnNamed = (header: string): ColumnName | undefined => columnByHeader.get(headerName(header));

/** The column a header cell probably meant: at most two letters away, or a part of the name. */
export function columnMeant(header: string): ColumnName | undefined {
  const text = headerName(header);
  if (text.length < 3) return undefined;
  for (const [known, name] of columnByHeader) {
    if (distance(text, known) <= 2 || known.split("_").includes(text) || text.split("_").includes(known)) return name;
  }
  return undefined;
}

/** Levenshtein distance, as far as 2; headers are short. */
function distance(left: string, right: string): number {
  if (Math.abs(left.length - right.length) > 2) return 3;
  let row = Array.from({ length: right.length + 1 }, (_, index) => index);
  for (let i = 0; i < left.length; i++) {
    const next = [i + 1];
    for (let j = 0; j < right.length; j++) {
      next.push(Math.min(next[j]! + 1, row[j + 1]! + 1, row[j]! + (left[i] === right[j] ? 0 : 1)));
    }
    row = next;
  }
  return row[right.length]!;
}

/** A file to start from: the header and one example row. */
export const templateFile = (): string =>
  [columnNames, columnNames.map(templateCell)].map((cells) => `${cells.join(",")}\r\n`).join("");

const templateCell = (name: ColumnName): string => (payoutField(name).required ? payoutField(name).example : "");
