/** "1 row", "1,234 rows". A verb belongs to what is counted: `counted(n, "row is", "rows are")`. */
export const counted = (count: number, one: string, many = `${one}s`): string =>
  `${count.toLocaleString("en-US")} ${count === 1 ? one : many}`;

/** "12 hours", "7 days", "90 minutes": in the largest unit in which it is a whole number. */
export function spanWords(minutes: number): string {
  if (minutes % 1_440 === 0) return counted(minutes / 1_440, "day");
  return minutes % 60 === 0 ? counted(minutes / 60, "hour") : counted(minutes, "minute");
}
