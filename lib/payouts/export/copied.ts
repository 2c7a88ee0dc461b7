/** Reads what PostgreSQL sends in the text format of COPY, by a connection whose zone is UTC. */

/** The whole lines in pieces of bytes that come one after the other. A line break in a value is written as an escape. */
export function copiedLines(): (bytes: Buffer) => string[] {
  let rest: Buffer = Buffer.alloc(0);
  return (bytes) => {
    const all = rest.length === 0 ? bytes : Buffer.concat([rest, bytes]);
    const end = all.lastIndexOf(0x0a);
    rest = all.subarray(end + 1);
    return end < 0 ? [] : all.toString("utf8", 0, end).split("\n");
  };
}

/** A record of named values from a line; null where the line says so. */
export function copiedValues<Row>(
  columns: readonly [name: keyof Row, read: (text: string) => Row[keyof Row]][],
): (line: string) => Row {
  return (line) => {
    const texts = line.split("\t");
    const row = {} as Row;
    for (let index = 0; index < columns.length; index++) {
      const [name, read] = columns[index]!;
      const text = texts[index]!;
      row[name] = text === "\\N" ? (null as Row[keyof Row]) : read(text);
    }
    return row;
  };
}

const escapes: Record<string, string> = { b: "\b", f: "\f", n: "\n", r: "\r", t: "\t", v: "\v" };

export const readText = (text: string): string =>
  text.includes("\\") ? text.replace(/\\(.)/gsu, (_, character: string) => escapes[character] ?? character) : text;

export const readCount = (text: string): number => Number(text);

export const readMinor = (text: string): bigint => BigInt(text);

const digits = (text: string, from: number, to: number) => Number(text.slice(from, to));

/** "2026-11-23 09:41:07.5+00": the server leaves out zeros at the end of the fraction. */
export function readInstant(text: string): Date {
  if (!/^\d{4}-[\d-]{5} [\d:]{8}(\.\d{1,3})?\+00$/.test(text)) return new Date(text);
  const milli = digits(text.slice(20, -3).padEnd(3, "0"), 0, 3);
  const day = [digits(text, 0, 4), digits(text, 5, 7) - 1, digits(text, 8, 10)] as const;
  return new Date(Date.UTC(...day, digits(text, 11, 13), digits(text, 14, 16), digits(text, 17, 19), milli));
}
