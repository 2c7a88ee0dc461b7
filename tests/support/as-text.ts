/** Rows as one text, to look for what must not be in them. Large integers, which JSON has none of, as their digits. */
export const asText = (rows: unknown): string =>
  JSON.stringify(rows, (_, value: unknown) => (typeof value === "bigint" ? value.toString() : value));
