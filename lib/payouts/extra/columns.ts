import type { extraColumns } from "@/db/schema/extra_columns";
import { notUnderstood, type ParamProblem } from "@/lib/lists/params";
import { ownFileNames } from "@/lib/payouts/export/names";
import { columnNames, payoutField } from "@/lib/payouts/fields/table";
import type { PayoutFilter } from "@/lib/payouts/list/filter";
import { extraKey, extraText, numberedKey, oneLine, shortened } from "./keys";

/** A column of a file that Meridian does not know. `name`: as its header has it. */
export type ExtraColumn = { key: string; name: string };

/** A column of an organization: its name, its place, and who sees it. */
export type OwnColumn = typeof extraColumns.$inferSelect;

/** What a payout says in such columns: key → text, none of them empty. Null where it says nothing. */
export type ExtraTexts = Record<string, string> | null;

/** Of one file. More are named as not read. */
const mostExtraColumns = 10;
const longestName = 100;

/** Names that Meridian writes itself, in an export or a download of refused rows: a file that comes back brings nothing new. */
const ownKeys: ReadonlySet<string> = new Set(
  [
    ...ownFileNames,
    ...columnNames.flatMap((column) => {
      const exported = payoutField(column).export;
      return "never" in exported ? [column] : [column, exported.header];
    }),
  ].map(extraKey),
);

/** A name of a header as the organization's settings begin with it. */
export const extraName = (written: string): string => shortened(oneLine(written), longestName);

/**
 * The columns of a header that payouts keep: the first ten that have a name and that Meridian does not write itself. Of
 * two names with one key the second gets a number.
 * @param names header cells that Meridian does not read, in their order
 */
export function extraColumnsOf(names: readonly string[]): ExtraColumn[] {
  const keys = new Set<string>();
  const columns = names.flatMap((name): ExtraColumn[] => {
    const own = extraKey(extraName(name));
    if (own === "" || ownKeys.has(own)) return [];
    let key = own;
    for (let number = 2; keys.has(key); number++) key = numberedKey(own, number);
    keys.add(key);
    return [{ key, name }];
  });
  return columns.slice(0, mostExtraColumns);
}

/** What a row says in these columns. @param cellOf the text of a column as it is written; undefined where there is none */
export function extraTexts<Column extends ExtraColumn>(
  columns: readonly Column[],
  cellOf: (column: Column) => string | undefined,
): ExtraTexts {
  if (columns.length === 0) return null;
  const texts = columns.flatMap((column): [string, string][] => {
    const text = extraText(cellOf(column) ?? "");
    return text === "" ? [] : [[column.key, text]];
  });
  return texts.length === 0 ? null : Object.fromEntries(texts);
}

/** What a payout says in one of them. */
export const extraTextOf = ({ extra }: { extra: ExtraTexts }, key: string): string | null =>
  extra !== null && Object.hasOwn(extra, key) ? extra[key]! : null;

/** What a payout says in the columns of its organization, as the organization calls and orders them. */
export const saidIn = (
  columns: readonly OwnColumn[],
  payout: { extra: ExtraTexts },
): { key: string; label: string; text: string }[] =>
  columns.flatMap(({ key, label }) => {
    const text = extraTextOf(payout, key);
    return text === null ? [] : [{ key, label, text }];
  });

/** What is wrong with a filter's extra columns: each that the organization does not have. Ask it before the list is read. */
export const unknownColumns = (columns: readonly OwnColumn[], { x = {} }: Pick<PayoutFilter, "x">): ParamProblem[] =>
  Object.keys(x).flatMap((key) => (columns.some((column) => column.key === key) ? [] : [notUnderstood(`x.${key}`)]));
