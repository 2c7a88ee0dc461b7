import { withoutHidden } from "@/lib/incoming-text";
import type { Reading } from "@/lib/payouts/fields/field";
import { columnNames, payoutField, type ColumnName } from "@/lib/payouts/fields/table";

/** What the cells of a workbook below a header cell are read as. */
export const readingBelow = (header: string): Reading => {
  const column = columnNamed(header) ?? columnNamedAlone(header);
  return column === undefined ? "text" : payoutField(column).reading;
};

/** No column has so long a name. */
const longestName = 100;

/** A header cell without what never matters in it: case, accents, spaces, hyphens and the marks around a word. */
export const headerName = (header: string): string =>
  header.length > longestName
    ? header
    : withoutAccents(withoutHidden(header).replace(/[\s_.:*'"\p{Pd}]+/gu, "")).toLowerCase();

export const withoutAccents = (text: string): string => text.normalize("NFKD").replace(/\p{M}/gu, "");

const byHeader = (namesOf: (column: ColumnName) => readonly string[]): ReadonlyMap<string, ColumnName> =>
  new Map(
    columnNames.flatMap((column) => namesOf(column).map((name): [string, ColumnName] => [headerName(name), column])),
  );

const byOwnName = byHeader((column) => [column, ...payoutField(column).aliases]);
const byNameAlone = byHeader((column) => payoutField(column).headerWords.alone);

/** The column whose name or alias a header cell is; undefined where it is none. */
export const columnNamed = (header: string): ColumnName | undefined => byOwnName.get(headerName(header));

/** The column that a header cell means where no other cell has that column's own name. */
export const columnNamedAlone = (header: string): ColumnName | undefined => byNameAlone.get(headerName(header));

/** A file to start from: the header and one example row. */
export const templateFile = (): string =>
  [columnNames, columnNames.map(templateCell)].map((cells) => `${cells.join(",")}\r\n`).join("");

const templateCell = (name: ColumnName): string => (payoutField(name).required ? payoutField(name).example : "");
