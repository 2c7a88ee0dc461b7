export const delimiters = [",", ";", "\t", "|"] as const;
export type Delimiter = (typeof delimiters)[number];

export type QuoteFault = { code: "unclosed_quote" | "stray_quote" | "text_after_quote"; at: number };

/**
 * One cell of RFC 4180 and what ends it. A cell without quotation marks begins with something else than a space, so that
 * there is one way only to match it, and never a slow one.
 */
const cellPattern = (delimiter: Delimiter) => {
  const space = `[^\\S${delimiter}]*`;
  return new RegExp(
    `${space}(?:"([^"]*(?:""[^"]*)*)"${space}|([^\\s"${delimiter}][^"${delimiter}]*)?)([${delimiter}]|$)`,
    "y",
  );
};
const cellPatterns = new Map(delimiters.map((delimiter) => [delimiter, cellPattern(delimiter)]));

/**
 * The cells of one record, without the spaces around them; or what is wrong with its quotation marks, and `at` which
 * character the cell begins that has them.
 */
export function cellsOf(record: string, delimiter: Delimiter): { cells: string[] } | QuoteFault {
  const pattern = cellPatterns.get(delimiter)!;
  const cells: string[] = [];
  for (let at = 0; ; at = pattern.lastIndex) {
    pattern.lastIndex = at;
    const cell = pattern.exec(record);
    if (!cell) return { code: faultOf(record.slice(at).trimStart()), at };
    const [, quoted, plain = "", end] = cell;
    cells.push(quoted === undefined ? plain.trimEnd() : quoted.replaceAll('""', '"'));
    if (end === "") return { cells };
  }
}

function faultOf(cell: string): QuoteFault["code"] {
  if (!cell.startsWith('"')) return "stray_quote";
  return /^"[^"]*(?:""[^"]*)*"(?!")/.test(cell) ? "text_after_quote" : "unclosed_quote";
}
