import { isAddress } from "@/lib/batches/file-format/header-by-content";
import { meaningOf } from "@/lib/batches/file-format/meanings";
import { columnsOf, partOfName } from "@/lib/batches/file-format/named-columns";
import { currencyCode } from "@/lib/payouts/fields/amount";
import type { ColumnName } from "@/lib/payouts/fields/table";
import { needsDateForm } from "./date-form";
import type { HeadRecord } from "./mapping";
import type { Answers, Role } from "./roles";

type Rows = readonly HeadRecord[];

/** What the values of a column have to look like for it to be guessed as one of ours; the others may hold any text. */
const looks: Partial<Record<ColumnName, (text: string) => boolean>> = {
  email: isAddress,
  currency: (text) => currencyCode(text) !== undefined,
  amount: (text) => /^\D{0,4}\d[\d.,'’ \u00a0]*\D{0,4}$/.test(text),
  expires_at: (text) => needsDateForm(text) || /^\d{4}-\d{2}-\d{2}/.test(text),
};

/** What is known by its values alone, the surest first. */
const byValues: readonly ColumnName[] = ["email", "currency"];

/**
 * What each column of a file probably is: by the words of its header, and by the values below. A person looks at it, so
 * a guess may be wrong; but no column of ours is guessed twice.
 * @param header null where the file has none
 * @param rows the first of the file
 */
export function guessRoles(header: readonly string[] | null, rows: Rows, width: number): Answers["roles"] {
  const guessed: Answers["roles"] = Array.from({ length: width }, () => null);
  const fits = (column: ColumnName, index: number) => looksLike(column, rows, index);
  const set = (role: Role, index: number) => {
    if (guessed[index] === null && !guessed.includes(role)) guessed[index] = role;
  };
  if (header) {
    columnsOf(header).forEach((column, index) => column && fits(column, index) && set(column, index));
    header.forEach((cell, index) => {
      const part = guessed.includes("recipient_name") ? undefined : partOfName(cell);
      if (part !== undefined) set(part === 0 ? "first_name" : "last_name", index);
    });
    const meant = header.flatMap((cell, index) => ({ index, ...meaningOf(cell) }));
    meant.sort((one, other) => (other.sure ?? 0) - (one.sure ?? 0));
    for (const { column, index } of meant)
      if (column !== undefined && fits(column, index) && !(column === "recipient_name" && hasParts(guessed)))
        set(column, index);
  }
  for (const column of byValues)
    for (let index = 0; index < width; index++) if (hasOnly(column, rows, index)) set(column, index);
  if (!header) guessByPlace(rows, width, set);
  return guessed;
}

const hasParts = (guessed: Answers["roles"]) => guessed.includes("first_name") && guessed.includes("last_name");

const valuesAt = (rows: Rows, index: number): string[] =>
  rows.map(({ cells }) => cells[index] ?? "").filter((text) => text !== "");

/** Most of its values look like it, and it has any, where there is a look at all. */
function looksLike(column: ColumnName, rows: Rows, index: number): boolean {
  const is = looks[column];
  const values = valuesAt(rows, index);
  return is === undefined || values.length === 0 || values.filter(is).length * 2 >= values.length;
}

const hasOnly = (column: ColumnName, rows: Rows, index: number): boolean =>
  valuesAt(rows, index).length > 0 && looksLike(column, rows, index);

/** Without a header: a number with decimals is the amount, and a text with digits that no other row has the reference. */
function guessByPlace(rows: Rows, width: number, set: (role: Role, index: number) => void): void {
  const places = Array.from({ length: width }, (_, index) => index);
  const all = (index: number, is: (text: string) => boolean) => {
    const values = valuesAt(rows, index);
    return values.length > 0 && values.every(is);
  };
  for (const index of places) if (all(index, (text) => /^[\d.,'’ ]*\d[.,]\d{1,3}$/.test(text))) set("amount", index);
  for (const index of places) if (all(index, (text) => /^\d+$/.test(text))) set("amount", index);
  for (const index of places) if (all(index, (text) => /^(?=.*\d)[\w./#-]+$/.test(text))) set("reference", index);
  for (const index of places)
    if (all(index, (text) => /^\p{L}[\p{L}\p{M}.'’-]*(?: \p{L}[\p{L}\p{M}.'’-]*)+$/u.test(text)))
      set("recipient_name", index);
}
