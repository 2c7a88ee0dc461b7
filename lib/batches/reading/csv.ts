import { columnsNamedIn } from "@/lib/batches/file-format/header";
import { maxRecordLength } from "@/lib/batches/file-format/limits";
import { ingestError } from "@/lib/ingest-errors/table";
import { linesOfText, type TextPiece } from "./lines";
import { delimiters, FileFault, readRecords, type Delimiter, type FileRecord, type RecordChunk } from "./records";

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
   * The fault of a record that is too long to be read to its end. The parser knows better when its quotation marks are
   * wrong before that.
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

/** The beginning of a file: at least its header, and by what its cells are divided. */
type CsvHead = { piece: TextPiece; delimiter: Delimiter; line: number };

/**
 * Reads as much as it takes to know the delimiter: the one a first line like `sep=;` names, as Excel writes it, or the
 * one that makes most of the header.
 * @throws FileFault when there is no header
 */
async function csvHead(pieces: AsyncGenerator<TextPiece>): Promise<CsvHead> {
  let head: TextPiece = { text: "", bytesRead: 0 };
  while (!hasWholeRecord(head.text) && !isEndless(head)) {
    const next = await pieces.next();
    if (next.done) break;
    head = { ...next.value, text: head.text + next.value.text };
  }
  const named = separatorLine.exec(head.text);
  const piece = named ? { ...head, text: head.text.slice(named[0].length) } : head;
  if (!named) return { piece, delimiter: likeliestDelimiter(head), line: 1 };
  const delimiter = delimiters.find((one) => one === named[1]);
  if (delimiter === undefined) throw new FileFault([ingestError("separator_unknown", { line: 1, value: named[1]! })]);
  return { piece, delimiter, line: 2 };
}

/** Also when it is blank: no header comes that late. */
const isEndless = ({ text, then }: TextPiece) => then !== undefined || text.length > maxRecordLength;

const separatorLine = /^"?sep=([^\r\n])"?[ \t]*(?:\r\n|\r|\n|$)/i;

/**
 * Whether there is a line that is not blank, after one that names the separator, and its quotation marks are closed.
 */
function hasWholeRecord(text: string): boolean {
  const body = text.replace(separatorLine, "");
  const start = body.search(/[^\s,;|]/);
  if (start === -1) return false;
  const rest = body.slice(start);
  const firstLine = /^[^\r\n]*(?:\r\n|\r|\n)/.exec(rest)?.[0];
  return firstLine !== undefined && (!firstLine.includes('"') || quotedRun(rest, 0).end > 0);
}

/**
 * Tries each delimiter on the first line; the one that names the most columns, then the one that makes the most cells,
 * is the file's.
 */
function likeliestDelimiter(head: TextPiece): Delimiter {
  const tries = delimiters.map((delimiter) => ({ delimiter, ...firstRecord(head.text, delimiter) }));
  const score = ({ record }: { record?: FileRecord }) =>
    record ? columnsNamedIn(record.cells) * 1_000 + Math.min(record.cells.length, 999) : -1;
  const best = tries.sort((a, b) => score(b) - score(a))[0]!;
  // What follows is worse than a header that cannot be read, and is told by the reader.
  if (best.record || isEndless(head)) return best.delimiter;
  throw new FileFault([best.fault ?? ingestError("file_empty", {})]);
}

function firstRecord(text: string, delimiter: Delimiter) {
  let record: FileRecord | undefined;
  const fault = readRecords(Buffer.from(text), delimiter, (found) => {
    record = found;
    return false;
  });
  return { record, fault };
}

const quote = '"';

/** `end` is `start` when not even the first record is closed. */
type QuotedRun = { end: number; isTooLong: boolean };

/**
 * Where a run of lines ends whose records need a parser: from `start`, whose line has a quotation mark, to the end of a
 * line where all of them are closed and the next line has none. Marks inside a quoted cell are written twice, so closed
 * means an even number of them. `isTooLong` says that the record that begins at `end` is longer than any may be.
 */
function quotedRun(text: string, start: number): QuotedRun {
  const marks = new Marks(text, start);
  let closed = start;
  let isOpen = false;
  for (let at = start; at < text.length; ) {
    const end = endOfLine(text, at);
    const count = marks.until(end);
    if (count === 0 && !isOpen) break;
    if (count % 2 === 1) isOpen = !isOpen;
    if (end - closed > maxRecordLength) return { end: closed, isTooLong: true };
    if (!isOpen) closed = end;
    at = end;
  }
  return { end: closed, isTooLong: false };
}

/** Past the line break of the line that contains `at`. */
function endOfLine(text: string, at: number): number {
  const newline = text.indexOf("\n", at);
  const carriageReturn = text.slice(at, newline === -1 ? text.length : newline).indexOf("\r");
  if (carriageReturn === -1) return newline === -1 ? text.length : newline + 1;
  const end = at + carriageReturn + 1;
  return end === newline ? newline + 1 : end;
}

/** Counts quotation marks from the start to the end of a text, looking at each place once. */
class Marks {
  private next: number;

  constructor(
    private readonly text: string,
    start: number,
  ) {
    this.next = text.indexOf(quote, start);
  }

  until(end: number): number {
    let count = 0;
    for (; this.next !== -1 && this.next < end; this.next = this.text.indexOf(quote, this.next + 1)) count++;
    return count;
  }
}
