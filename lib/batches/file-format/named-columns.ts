import { columnNames, payoutField, requiredColumns, type ColumnName } from "@/lib/payouts/fields/table";
import { columnNamed, columnNamedAlone } from "./columns";
import { maxColumns } from "./limits";
import { meaningOf, phraseIn, wordsOf } from "./meanings";

/** The cells of a header that together make one column, such as a first and a last name. */
type SplitColumn = { column: ColumnName; cells: readonly string[] };

/** The column of each header cell that is read; undefined for a cell that is not. */
export function columnsOf(cells: readonly string[]): (ColumnName | undefined)[] {
  const columns = cells.map(columnNamed);
  const taken = new Set(columns);
  if (cells.every((cell, index) => columns[index] !== undefined || columnNamedAlone(cell) === undefined))
    return columns;
  const split = new Set(splitColumns(cells).map(({ column }) => column));
  return cells.map((cell, index) => {
    const alone = columns[index] ?? columnNamedAlone(cell);
    return columns[index] ?? (alone === undefined || taken.has(alone) || split.has(alone) ? undefined : alone);
  });
}

/**
 * The columns that a header has in parts and not as a whole. Where only some of the parts are there, a cell that means
 * the whole is the rest of it, as “Name” beside “First name”.
 */
export function splitColumns(cells: readonly string[]): SplitColumn[] {
  return columnNames.flatMap((column) => {
    const { parts } = payoutField(column).headerWords;
    if (parts.length === 0 || cells.some((cell) => columnNamed(cell) === column)) return [];
    const found = parts.map((phrases) => cells.find((cell) => isPart(cell, phrases)));
    const there = found.filter((cell) => cell !== undefined);
    const whole = cells.find((cell) => !there.includes(cell) && meansAll(cell, column));
    if (there.length === 0 || (there.length === parts.length ? meansAlone(whole) : whole === undefined)) return [];
    return [{ column, cells: there.length === parts.length ? there : [...there, whole!] }];
  });
}

/** Which part of the name a header cell is: 0, the first name; 1, the last. */
export function partOfName(cell: string): number | undefined {
  const part = payoutField("recipient_name").headerWords.parts.findIndex((phrases) => isPart(cell, phrases));
  return part === -1 ? undefined : part;
}

const isPart = (cell: string, phrases: readonly string[]): boolean => {
  const words = wordsOf(cell);
  return phrases.some((phrase) => phraseIn(words, phrase.split(" ")).sure >= 2);
};

const meansAlone = (cell: string | undefined): boolean => cell !== undefined && columnNamedAlone(cell) !== undefined;

function meansAll(cell: string, column: ColumnName): boolean {
  if (columnNamedAlone(cell) === column) return true;
  const meaning = meaningOf(cell);
  return meaning !== undefined && meaning.column === column && meaning.sure >= 2;
}

/** How many columns the cells of a record name. A record that is far too wide names none. */
export const columnsNamedIn = (cells: readonly string[]): number =>
  cells.length > maxColumns ? 0 : new Set(columnsOf(cells).filter((name) => name !== undefined)).size;

const isRequired = (column: ColumnName | undefined): boolean =>
  column !== undefined && requiredColumns.includes(column);

/** The same of the columns that a file must have. */
export const requiredNamedIn = (cells: readonly string[]): number =>
  cells.length > maxColumns ? 0 : new Set(columnsOf(cells).filter(isRequired)).size;

/** How many columns that a file must have the cells of a record name, or probably mean. */
export function requiredMeantIn(cells: readonly string[]): number {
  if (cells.length > maxColumns) return 0;
  const named = columnsOf(cells);
  const meant = cells.map((cell, index) => {
    if (named[index] !== undefined) return named[index];
    const meaning = meaningOf(cell);
    return meaning && meaning.sure >= 2 ? meaning.column : undefined;
  });
  return new Set([...meant, ...splitColumns(cells).map(({ column }) => column)].filter(isRequired)).size;
}
