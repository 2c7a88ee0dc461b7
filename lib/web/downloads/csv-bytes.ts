import { cellText, type CsvCell } from "@/lib/csv-text";
import { longestOffsetISO, writeOffsetISO } from "./offset-iso";

const [comma, carriageReturn, lineFeed, hyphen] = [0x2c, 0x0d, 0x0a, 0x2d];

/** What a byte of UTF-8 is to a cell: most texts have nothing to guard or to quote, and are written as they are. */
const [inside, atStart, atEnd, beginsTwo, beginsThree] = [1, 2, 4, 8, 16];
const kinds = Uint8Array.from({ length: 256 }, (_, byte) => {
  const character = String.fromCharCode(byte);
  if (/[A-Za-z0-9]/.test(character)) return inside | atStart | atEnd;
  if (character === ".") return inside | atEnd;
  // Letters of two and of three bytes, among which are neither spaces nor what makes a formula.
  if (byte >= 0xc3 && byte <= 0xdf) return inside | atStart | beginsTwo;
  if (byte >= 0xe4 && byte <= 0xed) return inside | atStart | beginsThree;
  return /[",\r\n]/.test(character) ? 0 : inside;
});

/** Whether a text that begins and ends so, and has nothing to quote between, is written as it is. */
function isPlainAtEnds(source: Uint8Array, start: number, end: number): boolean {
  if ((kinds[source[start]!]! & atStart) === 0) return false;
  if (kinds[source[end - 1]!]! & atEnd) return true;
  if (end - start > 1 && kinds[source[end - 2]!]! & beginsTwo) return true;
  return end - start > 2 && (kinds[source[end - 3]!]! & beginsThree) !== 0;
}

const hexDigits = Uint8Array.from("0123456789abcdef", (digit) => digit.charCodeAt(0));

/** Rows of CSV as bytes, the same as `csvRow` writes them: without a text for each of millions of cells. */
export class CsvBytes {
  #bytes = Buffer.allocUnsafe(64 * 1024);
  #at = 0;
  #isFirst = true;
  #timeZone: string;

  /** @param timeZone in which times are written */
  constructor(timeZone: string) {
    this.#timeZone = timeZone;
  }

  /** How many bytes were written since they were taken last. */
  get length(): number {
    return this.#at;
  }

  /** What was written since it was taken last. */
  take(): Buffer {
    const taken = Buffer.from(this.#bytes.subarray(0, this.#at));
    this.#at = 0;
    return taken;
  }

  endRow(): void {
    this.#reserve(2);
    this.#bytes[this.#at++] = carriageReturn;
    this.#bytes[this.#at++] = lineFeed;
    this.#isFirst = true;
  }

  /** Any cell, a time as `instant` writes it. */
  cell(cell: CsvCell | Date): void {
    if (cell instanceof Date) return this.instant(cell.getTime());
    this.#begin(0);
    if (cell !== null) this.#write(cellText(cell));
  }

  /** A text of which `source` has the bytes in UTF-8, from `start` to before `end`. */
  text(source: Buffer, start: number, end: number): void {
    this.#begin(end - start);
    if (start === end) return;
    const bytes = this.#bytes;
    let at = this.#at;
    let index = start;
    if (isPlainAtEnds(source, start, end))
      for (; index < end; index++) {
        const byte = source[index]!;
        if (kinds[byte] === 0) break;
        bytes[at++] = byte;
      }
    if (index === end) this.#at = at;
    else this.#write(cellText(source.toString("utf8", start, end)));
  }

  /** Milliseconds since 1970 in ISO 8601, whose offset names the zone. @throws RangeError for what is no instant */
  instant(ms: number): void {
    this.#begin(longestOffsetISO);
    this.#at = writeOffsetISO(this.#bytes, this.#at, ms, this.#timeZone);
  }

  /** A UUID of which `source` has the 16 bytes from `start` on. */
  uuid(source: Uint8Array, start: number): void {
    this.#begin(36);
    const bytes = this.#bytes;
    let at = this.#at;
    for (let index = 0; index < 16; index++) {
      if (index === 4 || index === 6 || index === 8 || index === 10) bytes[at++] = hyphen;
      const byte = source[start + index]!;
      bytes[at++] = hexDigits[byte >> 4]!;
      bytes[at++] = hexDigits[byte & 15]!;
    }
    this.#at = at;
  }

  /** Makes room for a cell of so many bytes at most, after the comma that parts it from the one before. */
  #begin(most: number): void {
    this.#reserve(most + 1);
    if (this.#isFirst) this.#isFirst = false;
    else this.#bytes[this.#at++] = comma;
  }

  #write(text: string): void {
    this.#reserve(text.length * 3);
    const bytes = this.#bytes;
    const begin = this.#at;
    let index = 0;
    for (let code; index < text.length && (code = text.charCodeAt(index)) < 0x80; index++) bytes[begin + index] = code;
    this.#at += index === text.length ? index : bytes.write(text, begin);
  }

  #reserve(more: number): void {
    if (this.#at + more <= this.#bytes.length) return;
    const larger = Buffer.allocUnsafe(2 * (this.#at + more));
    this.#bytes.copy(larger, 0, 0, this.#at);
    this.#bytes = larger;
  }
}
