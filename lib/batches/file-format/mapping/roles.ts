import { columnNames, payoutField, requiredColumns, type ColumnName } from "@/lib/payouts/fields/table";
import type { DateForm } from "./date-form";
import type { DecimalMark } from "./decimal-mark";
import { cellKeys, headerIn, type ColumnMapping, type HeadRecord } from "./mapping";

/** What a person says of one column of a file: which column of ours it is, or which part of the name. */
export const roles = [...columnNames, "first_name", "last_name"] as const;
export type Role = (typeof roles)[number];

export const roleLabel = (role: Role): string => {
  if (role === "first_name") return "First name";
  return role === "last_name" ? "Last name" : payoutField(role).label;
};

/** The columns that can be the same in every row. A reference cannot, and who shares an address gets another's money. */
const constantColumns = ["amount", "currency", "expires_at"] as const satisfies readonly ColumnName[];
type ConstantColumn = (typeof constantColumns)[number];

/** What a person says of a whole file. `roles`: of each cell of the header; null for one that is not read. */
export type Answers = {
  /** Null where the file has no header. */
  headerLine: number | null;
  roles: (Role | null)[];
  constants: Partial<Record<ConstantColumn, string>>;
  nameFromAddress: boolean;
  /** Columns whose cell another cell chooses, as a known system has them, stay so unless a cell is chosen for them. */
  keepsChosen: boolean;
  decimalMark: DecimalMark | null;
  dateForm: DateForm | null;
};

const nameParts: readonly Role[] = ["first_name", "recipient_name", "last_name"];
const joined: readonly ColumnName[] = ["recipient_name", "reference"];

type Made = { mapping: ColumnMapping } | { problems: string[] };

/**
 * The mapping that these answers make of a file, or what is missing or said twice, in sentences.
 * @param head the header, or the first record where there is none
 * @param before the mapping that the page began with, for what the page cannot ask
 */
export function mappingOf(answers: Answers, head: HeadRecord, before: ColumnMapping | null = null): Made {
  const header = answers.headerLine === null ? { line: null, keys: cellKeys(head.cells, false) } : headerIn(head);
  return mappingUnder(answers, header, before);
}

/** The same under the header of a mapping, without a file. */
export function mappingUnder(answers: Answers, header: ColumnMapping["header"], before: ColumnMapping | null): Made {
  const { keys } = header;
  if (answers.roles.length !== keys.length)
    return { problems: ["Say of each column what it is, and reload the page."] };
  const problems: string[] = [];
  const columns: ColumnMapping["columns"] = {};
  for (const column of columnNames) {
    const cells = keysWithRole(answers.roles, column, keys);
    if (cells.length > 1 && !joined.includes(column))
      problems.push(`Two columns are the ${labelOf(column)}. Choose one of them.`);
    const text = constantColumns.some((one) => one === column)
      ? answers.constants[column as ConstantColumn]?.trim()
      : undefined;
    if (cells.length > 0) columns[column] = { from: "cells", keys: cells };
    else if (answers.keepsChosen && before && isChosen(before, column, keys)) columns[column] = before.columns[column]!;
    else if (text) columns[column] = { from: "constant", text };
    else if (column === "recipient_name" && answers.nameFromAddress) columns[column] = { from: "address" };
  }
  for (const column of requiredColumns) if (columns[column] === undefined) problems.push(absent(column));
  if (problems.length > 0) return { problems };
  const { decimalMark, dateForm } = answers;
  return { mapping: { header, columns, decimalMark, dateForm } };
}

/** Whether this mapping lets a cell choose the cell of the column, and the file has the cells for it. */
const isChosen = ({ columns }: ColumnMapping, column: ColumnName, keys: readonly string[]): boolean => {
  const source = columns[column];
  return source?.from === "chosen" && [source.by, ...Object.values(source.of)].every((key) => keys.includes(key));
};

const labelOf = (column: ColumnName) => payoutField(column).label.toLowerCase();

function keysWithRole(said: Answers["roles"], column: ColumnName, keys: readonly string[]): string[] {
  const wanted: readonly Role[] = column === "recipient_name" ? nameParts : [column];
  return wanted.flatMap((role) => keys.filter((_, index) => said[index] === role));
}

function absent(column: ColumnName): string {
  const ways: Partial<Record<ColumnName, string>> = {
    recipient_name: "Choose its column, or take it from the address.",
    email: "Recipients get their link by email, so each row needs an address.",
    amount: "Choose its column, or enter one amount for every row.",
    currency: "Choose its column, or enter one currency for every row.",
    reference: "Each payout needs a name of its own, so that no row is paid twice.",
  };
  return `No column is the ${labelOf(column)}. ${ways[column] ?? ""}`.trim();
}

/** What a person would have answered to get this mapping, as far as the page can ask it. */
export function answersOf(mapping: ColumnMapping): Answers {
  const { keys, line } = mapping.header;
  const said: Answers["roles"] = keys.map(() => null);
  const constants: Answers["constants"] = {};
  for (const column of columnNames) {
    const source = mapping.columns[column];
    if (source?.from === "cells") {
      const places = source.keys.map((key) => keys.indexOf(key));
      const given = column === "recipient_name" ? partsOf(places) : [];
      places.forEach((place, index) => (said[place] = given[index] ?? column));
    } else if (source?.from === "constant") constants[column as ConstantColumn] = source.text;
  }
  const { decimalMark, dateForm } = mapping;
  const nameFromAddress = mapping.columns.recipient_name?.from === "address";
  const keepsChosen = Object.values(mapping.columns).some((source) => source?.from === "chosen");
  return { headerLine: line, roles: said, constants, nameFromAddress, keepsChosen, decimalMark, dateForm };
}

/** Which part of the name each of these cells is, so that the parts are joined in this order again. */
function partsOf(places: readonly number[]): Role[] {
  if (places.length === 2) return ["first_name", "last_name"];
  // Cells of one part are joined in the order of the file, so each cell that stands before the last one begins a part.
  let part = 0;
  const parts = places.map((place, index) => (index > 0 && place < places[index - 1]! ? ++part : part));
  const named = part === 1 ? nameParts.filter((role) => role !== "recipient_name") : nameParts;
  return part === 0 ? [] : parts.map((at) => named[at] ?? "last_name");
}
