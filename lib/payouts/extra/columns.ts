import { ownFileNames } from "@/lib/payouts/export/names";
import { columnNames, payoutField } from "@/lib/payouts/fields/table";
import { extraKey, extraText, numberedKey, oneLine, shortened } from "./keys";

/** A column of a file that Meridian does not know. `name`: as its header has it. */
export type ExtraColumn = { key: string; name: string };

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
