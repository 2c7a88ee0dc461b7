/** Reads what PostgreSQL sends in the text format of COPY, by a connection whose zone is UTC. */

/**
 * The whole lines in pieces of bytes that come one after the other. A line break in a value is written as an escape. Each
 * line is decoded alone: a text with one letter beyond Latin-1 takes twice the room in memory and more time in all that
 * follows, and would do so for every line of its piece.
 */
export function copiedLines(): (bytes: Buffer) => string[] {
  let rest: Buffer = Buffer.alloc(0);
  return (bytes) => {
    const all = rest.length === 0 ? bytes : Buffer.concat([rest, bytes]);
    const lines: string[] = [];
    let from = 0;
    for (let end = all.indexOf(lineEnd); end >= 0; end = all.indexOf(lineEnd, from)) {
      lines.push(all.toString("utf8", from, end));
      from = end + 1;
    }
    rest = all.subarray(from);
    return lines;
  };
}

const lineEnd = 0x0a;

/** A record of named values from a line; null where the line says so. */
export function copiedValues<Row>(
  columns: readonly [name: keyof Row, read: (text: string) => Row[keyof Row]][],
): (line: string) => Row {
  // A copy of a record that has all names already is made much quicker than one that gets them one by one.
  const blank = Object.fromEntries(columns.map(([name]) => [name, null])) as Row;
  return (line) => {
    const texts = line.split("\t");
    const row = { ...blank };
    for (let index = 0; index < columns.length; index++) {
      const [name, read] = columns[index]!;
      const text = texts[index]!;
      if (text !== "\\N") row[name] = read(text);
    }
    return row;
  };
}

const escapes: Record<string, string> = { b: "\b", f: "\f", n: "\n", r: "\r", t: "\t", v: "\v" };

export const readText = (text: string): string =>
  text.includes("\\") ? text.replace(/\\(.)/gsu, (_, character: string) => escapes[character] ?? character) : text;

export const readJson = (text: string): unknown => JSON.parse(readText(text));

export const readCount = (text: string): number => Number(text);

export const readMinor = (text: string): bigint => BigInt(text);

/** The number that two digits of a text make. */
const two = (text: string, at: number) => text.charCodeAt(at) * 10 + text.charCodeAt(at + 1) - 11 * 48;

/**
 * "2026-11-23 09:41:07.5+00": the server leaves out zeros at the end of the fraction. Quicker than the language's own
 * reading of dates, which such a file would ask for millions of times.
 */
export function readInstant(text: string): Date {
  const milli = text.charCodeAt(19) === 46 ? Number(text.slice(20, -3).padEnd(3, "0")) : 0;
  // A year of five digits, or one before Christ.
  if (text.charCodeAt(4) !== 45 || !text.endsWith("+00")) return new Date(text);
  const year = two(text, 0) * 100 + two(text, 2);
  const inDay = (two(text, 11) * 3_600 + two(text, 14) * 60 + two(text, 17)) * 1_000 + milli;
  return new Date(Date.UTC(year, two(text, 5) - 1, two(text, 8)) + inDay);
}
