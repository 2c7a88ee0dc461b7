const number = new Intl.NumberFormat("en-US");

/** "1,234". */
export const figure = (count: number): string => number.format(count);

/** "1 row", "1,234 rows". */
export const counted = (count: number, one: string, many = `${one}s`): string =>
  `${figure(count)} ${count === 1 ? one : many}`;

/** "12 bytes", "1.4 kB", "12 kB", "3.2 MB". */
export function fileSize(bytes: number): string {
  if (bytes < 1_000) return counted(bytes, "byte");
  const [size, unit] = bytes < 1_000_000 ? [bytes / 1_000, "kB"] : [bytes / 1_000_000, "MB"];
  return `${size < 10 ? size.toFixed(1) : Math.round(size)} ${unit}`;
}
