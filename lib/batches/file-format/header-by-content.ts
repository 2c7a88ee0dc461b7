import { currencyCode } from "@/lib/payouts/fields/amount";
import { requiredColumns, type ColumnName } from "@/lib/payouts/fields/table";

const address = /^[^\s@<>]+@[^\s@<>]+\.[^\s@<>]+$/;

export const isAddress = (text: string): boolean => address.test(text);

/** Whether a record holds a payout rather than names of columns: an email address among other cells. */
export const isRow = (cells: readonly string[]): boolean =>
  cells.filter((cell) => cell !== "").length >= 3 && cells.some((cell) => address.test(cell));

const personName =
  /^\p{Lu}[\p{L}\p{M}.'’-]*(?: (?:\p{Lu}[\p{L}\p{M}.'’-]*|van|von|der|den|de|del|da|di|la|le|bin|al|y))+$/u;

/**
 * What cells are known by, the surest first. Each is looked for once, among the cells that nothing before it took; the
 * names behind the columns of Meridian are for cells that it does not read.
 */
const looks: readonly [name: ColumnName | "note" | "wallet", is: (cell: string) => boolean][] = [
  ["email", (cell) => address.test(cell)],
  ["currency", (cell) => currencyCode(cell) !== undefined],
  ["amount", (cell) => /^\d[\d,.' ]*[.,]\d{1,3}$/.test(cell)],
  ["amount", (cell) => /^\d+$/.test(cell)],
  ["wallet", (cell) => /^(paypal|venmo|xoom)$/i.test(cell)],
  ["reference", (cell) => /^(?=.*\d)[\w./#-]+$/.test(cell)],
  ["recipient_name", (cell) => personName.test(cell)],
  ["note", (cell) => cell.includes(" ")],
];

/** A name for each cell of a record, and the columns that none of them looks like. */
type HeaderByContent = { names: string[]; missing: ColumnName[] };

/** The header that a record of values lacks, as far as they can be told apart; undefined when it is no such record. */
export function headerByContent(cells: readonly string[]): HeaderByContent | undefined {
  const names = new Array<string | undefined>(cells.length).fill(undefined);
  for (const [name, is] of looks) {
    const at = names.includes(name) ? -1 : cells.findIndex((cell, index) => names[index] === undefined && is(cell));
    if (at !== -1) names[at] = name;
  }
  if (!names.includes("email") && !(names.includes("amount") && names.includes("currency"))) return undefined;
  return {
    names: names.map((name, index) => name ?? `column_${index + 1}`),
    missing: requiredColumns.filter((column) => !names.includes(column)),
  };
}
