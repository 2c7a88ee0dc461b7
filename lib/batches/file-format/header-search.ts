import { columnsNamedIn, requiredMeantIn, requiredNamedIn } from "./named-columns";

/** How many records down a header is looked for, because reports have titles and dates above their table. */
export const headerWithin = 20;

/** Whether the first record of a file is its header, whatever comes below. */
export const startsWithHeader = (cells: readonly string[]): boolean => columnsNamedIn(cells) >= 2;

/** Whether a record below other ones is the header. */
export const isHeaderBelow = (cells: readonly string[]): boolean => requiredNamedIn(cells) >= 3;

/** Where the header stands among the first records; the first one where none can be the header. */
export function headerAt(records: readonly (readonly string[])[]): number {
  if (records[0] === undefined || startsWithHeader(records[0])) return 0;
  const named = records.findIndex(isHeaderBelow);
  if (named !== -1) return named;
  return Math.max(
    0,
    records.findIndex((cells) => requiredMeantIn(cells) >= 3),
  );
}
