import { csvHead } from "./csv-head";
import { FileFault } from "./file-fault";
import { ingestError } from "@/lib/ingest-errors/table";
import { maxRecordLength } from "@/lib/batches/file-format/limits";
import { linesOfText, type TextPiece } from "./lines";
import { quotedRun } from "./quoted-run";
import { readRecords, type Delimiter, type FileRecord } from "./records";

/** Some records of a file, in its order. */
export type RecordChunk = { records: FileRecord[]; bytesRead: number };

/**
 * The records of a text file piece by piece, the header first; blank ones are left out.
 * @throws FileFault when the rest cannot be read
 */
export async function* csvRecords(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<RecordChunk> {
  const pieces = linesOfText(bytes);
  const { piece, delimiter, line } = await csvHead(pieces);
  const reader = new CsvReader(delimiter, line);
  yield reader.read(piece);
  for await (const next of pieces) yield reader.read(next);
  yield { records: reader.end(), bytesRead: reader.bytesRead };
}

/**
 * Lines without a quotation mark need no grammar: they are cut at the delimiter, which is several times quicker than
 * parsing. Every record with a quotation mark, and those in between, goes through the parser.
 */
class CsvReader {
  bytesRead = 0;
  /** A record whose quotation mark is still open. */
  private open = "";

  constructor(
    private readonly delimiter: Delimiter,
    private line: number,
  ) {}

  read({ text, bytesRead, then }: TextPiece): RecordChunk {
    this.bytesRead = bytesRead;
    const records: FileRecord[] = [];
    const all = this.open + text;
    const read = this.readUpTo(all, records, false);
    this.open = all.slice(read);
    if (then === "encoding_unknown")
      throw new FileFault([ingestError(then, { line: this.line + lineBreaks(this.open) })]);
    if (then || this.open.length > maxRecordLength) throw this.endless(this.open);
    return { records, bytesRead };
  }

  end(): FileRecord[] {
    const records: FileRecord[] = [];
    this.readUpTo(this.open, records, true);
    return records;
  }

  /** @returns how much of the text has been read */
  private readUpTo(text: string, records: FileRecord[], isLast: boolean): number {
    for (let at = 0; at < text.length; ) {
      const quote = text.indexOf('"', at);
      const plainEnd = quote === -1 ? text.length : startOfLine(text, quote, at);
      if (plainEnd > at) this.readPlain(text.slice(at, plainEnd), records);
      if (quote === -1) break;
      const { end, isTooLong } = quotedRun(text, plainEnd);
      if (end > plainEnd) this.readQuoted(text.slice(plainEnd, end), records);
      if (isTooLong) throw this.endless(text.slice(end));
      if (end === plainEnd && !isLast) return end;
      if (end === plainEnd) this.readQuoted(text.slice(end), records);
      at = end === plainEnd ? text.length : end;
    }
    return text.length;
  }

  private readPlain(text: string, records: FileRecord[]): void {
    const lines = loneCarriageReturn.test(text) ? text.split(lineBreak) : text.split("\n");
    const count = lines.at(-1) === "" ? lines.length - 1 : lines.length;
    for (let index = 0; index < count; index++, this.line++) {
      const written = lines[index]!;
      if (written.length > maxRecordLength) throw tooLong(this.line);
      const cells = written.split(this.delimiter);
      let isBlank = true;
      for (let cell = 0; cell < cells.length; cell++) if ((cells[cell] = cells[cell]!.trim()) !== "") isBlank = false;
      if (!isBlank) records.push({ line: this.line, lastLine: this.line, cells });
    }
  }

  private readQuoted(text: string, records: FileRecord[]): void {
    const fault = readRecords(Buffer.from(text), this.delimiter, (record) => records.push(record) > 0, this.line);
    if (fault) throw new FileFault([fault]);
    this.line += lineBreaks(text);
  }

  /**
   * The fault of a record that was given up on. The parser knows better when its quotation marks are wrong before they
   * are endless.
   */
  private endless(open: string): FileFault {
    const fault = readRecords(Buffer.from(open.slice(0, maxRecordLength)), this.delimiter, () => false, this.line);
    return fault && fault.code !== "unclosed_quote" ? new FileFault([fault]) : tooLong(this.line);
  }
}

const lineBreak = /\r\n|\r|\n/;
const loneCarriageReturn = /\r(?!\n)/;
const tooLong = (line: number) =>
  new FileFault([ingestError("record_too_long", { line, limit: maxRecordLength.toLocaleString("en-US") })]);
const lineBreaks = (text: string): number => text.split(lineBreak).length - 1;

function startOfLine(text: string, at: number, from: number): number {
  // Only what lies between is searched: without a single "\r" in the file, each search for one would go back to its
  // beginning.
  const between = text.slice(from, at);
  return from + Math.max(between.lastIndexOf("\n"), between.lastIndexOf("\r")) + 1;
}
