import type { CsvBytes } from "./csv-bytes";

/** Reads what PostgreSQL sends in the binary format of COPY. */

/** As what a value can be read, and the type of the database that it then comes as, whatever it is selected from. */
export const sqlTypes = {
  string: "text",
  uuid: "uuid",
  date: "timestamptz",
  number: "bigint",
  bigint: "bigint",
} as const;
export type Readable = keyof typeof sqlTypes;

// Quicker than the same of Buffer, which looks at each number before it is read.
const readInt32 = (bytes: Buffer, at: number): number =>
  (bytes[at]! << 24) | (bytes[at + 1]! << 16) | (bytes[at + 2]! << 8) | bytes[at + 3]!;

/** Eight bytes as a number, exact up to 2^53. */
const readInteger = (bytes: Buffer, at: number): number =>
  readInt32(bytes, at) * 2 ** 32 + (readInt32(bytes, at + 4) >>> 0);

function readBigint(bytes: Buffer, at: number): bigint {
  const number = readInteger(bytes, at);
  return Number.isSafeInteger(number) ? BigInt(number) : bytes.readBigInt64BE(at);
}

/** From 1970 to 2000, where the server begins to count microseconds. */
const epochMs = Date.UTC(2000, 0, 1);

function readInstantMs(bytes: Buffer, at: number): number {
  const micro = readInteger(bytes, at);
  // Three centuries later the number would not be exact.
  return epochMs + Math.floor(Number.isSafeInteger(micro) ? micro / 1_000 : Number(bytes.readBigInt64BE(at) / 1_000n));
}

function read(as: Readable, bytes: Buffer, start: number, end: number): string | Date | number | bigint {
  switch (as) {
    case "string":
      return bytes.toString("utf8", start, end);
    case "uuid":
      return bytes.toString("hex", start, end).replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
    case "date":
      return new Date(readInstantMs(bytes, start));
    case "number":
      return readInteger(bytes, start);
    case "bigint":
      return readBigint(bytes, start);
  }
}

/** The signature of the format, its flags, and the length of what could follow them and does not. */
const headerBytes = 19;

/**
 * One row after the other of what a copy sends, as an object whose values are read when they are asked for; each is null
 * where the row says so.
 */
export class CopiedRows<Row> {
  /** The present row; the next one takes its place. */
  readonly row: Row;
  #bytes: Buffer = Buffer.alloc(0);
  #at = 0;
  #begun = false;
  /** Of each column: as what it is read, and where its value starts and ends; the end is before the start for null. */
  readonly #kinds: readonly Readable[];
  readonly #starts: Int32Array;
  readonly #ends: Int32Array;

  constructor(columns: readonly (readonly [name: keyof Row, as: Readable])[]) {
    this.#kinds = columns.map(([, as]) => as);
    this.#starts = new Int32Array(columns.length);
    this.#ends = new Int32Array(columns.length);
    const readers = columns.map(([name], index) => [name, { get: () => this.#value(index) }]);
    this.row = Object.defineProperties({}, Object.fromEntries(readers)) as Row;
  }

  /** Takes a piece of what is sent, to be read by `next`. */
  take(piece: Buffer): void {
    const rest = this.#bytes.subarray(this.#at);
    this.#bytes = rest.length === 0 ? piece : Buffer.concat([rest, piece]);
    this.#at = 0;
  }

  /** Goes to the next row that has come whole. @returns whether there is one */
  next(): boolean {
    const bytes = this.#bytes;
    let at = this.#at;
    if (!this.#begun) {
      if (bytes.length < headerBytes) return false;
      at += headerBytes;
    }
    // After the last row stands the number -1 in place of how many values follow.
    if (at >= bytes.length || bytes[at] === 0xff) return false;
    at += 2;
    const [starts, ends] = [this.#starts, this.#ends];
    for (let index = 0; index < starts.length; index++) {
      const length = readInt32(bytes, at);
      at += 4;
      starts[index] = at;
      ends[index] = at + length;
      if (length > 0) at += length;
    }
    if (at > bytes.length) return false;
    this.#begun = true;
    this.#at = at;
    return true;
  }

  /** Writes the present row's value in a column, by its number, as a cell, without making the value. */
  write(out: CsvBytes, index: number): void {
    const [start, end] = [this.#starts[index]!, this.#ends[index]!];
    if (end < start) return out.cell(null);
    switch (this.#kinds[index]!) {
      case "string":
        return out.text(this.#bytes, start, end);
      case "uuid":
        return out.uuid(this.#bytes, start);
      case "date":
        return out.instant(readInstantMs(this.#bytes, start));
      case "number":
        return out.cell(readInteger(this.#bytes, start));
      case "bigint":
        return out.cell(readBigint(this.#bytes, start));
    }
  }

  #value(index: number): unknown {
    const [start, end] = [this.#starts[index]!, this.#ends[index]!];
    return end < start ? null : read(this.#kinds[index]!, this.#bytes, start, end);
  }
}
