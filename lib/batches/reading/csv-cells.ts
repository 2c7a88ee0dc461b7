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

/**
 * The cells of a line that has a wrong quotation mark, those that have one as they are written. Undefined where the line
 * may go on in the next one: a mark that stands behind other text of its cell opens nothing (RFC 4180, section 2.5), but
 * of a cell that begins with a mark, the marks have to come in pairs.
 */
export function cellsAsWritten(line: string, delimiter: Delimiter): string[] | undefined {
  const pattern = cellPatterns.get(delimiter)!;
  const cells: string[] = [];
  for (let at = 0; ; ) {
    pattern.lastIndex = at;
    const [, quoted, plain = "", end] = pattern.exec(line) ?? [];
    const next = end === undefined ? line.indexOf(delimiter, at) : pattern.lastIndex - end.length;
    const written = line.slice(at, next === -1 ? undefined : next).trim();
    if (end === undefined && written.startsWith('"') && isOdd(written)) return undefined;
    cells.push(end === undefined ? written : (quoted?.replaceAll('""', '"') ?? plain.trimEnd()));
    if (next === -1 || end === "") return cells;
    at = next + 1;
  }
}

/** Whether its quotation marks do not come in pairs. */
export const isOdd = (text: string): boolean => text.split('"').length % 2 === 0;

function faultOf(cell: string): QuoteFault["code"] {
  if (!cell.startsWith('"')) return "stray_quote";
  return /^"[^"]*(?:""[^"]*)*"(?!")/.test(cell) ? "text_after_quote" : "unclosed_quote";
}
