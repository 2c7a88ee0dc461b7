import { maxRecordLength } from "@/lib/batches/file-format/limits";
import { ingestError } from "@/lib/ingest-errors/table";
import { cellsAsWritten, cellsOf, isOdd, type Delimiter } from "./csv-cells";
import { FileFault, recordTooLong } from "./file-fault";
import type { FileRecord } from "./records";

type Cells = Pick<FileRecord, "cells" | "quoteFault">;

const lineBreaks = /\r\n?|\n/g;

/** Lines with their breaks, one at a time: a megabyte has ten thousand. */
function* linesOf(text: string): Generator<string> {
  for (let start = 0; start < text.length; ) {
    lineBreaks.lastIndex = start;
    const end = lineBreaks.test(text) ? lineBreaks.lastIndex : text.length;
    yield text.slice(start, end);
    start = end;
  }
}

/**
 * Makes records of the lines of a text, which may come in several pieces. A line without a quotation mark is cut at its
 * delimiters; others are joined until their marks are closed. Marks inside a cell are written twice, so closed means an
 * even number of them. A line with a wrong mark is a record with a fault where it surely ends its record: it has as many
 * cells as the header, and none of them is left open.
 */
export class CsvReader {
  /** The lines of a record whose quotation mark is still open. */
  private open = "";
  private openLines = 0;
  /** Of the first record. */
  private width: number | undefined;

  /** @param line the number of the first line */
  constructor(
    private readonly delimiter: Delimiter,
    private line: number,
  ) {}

  /** The number of the line that comes next. */
  get nextLine(): number {
    return this.line + this.openLines;
  }

  /**
   * The records that end in a piece of the text; blank ones are left out.
   * @param text lines that are complete, but perhaps the last one of the file
   * @throws FileFault when the rest cannot be read
   */
  *read(text: string): Generator<FileRecord> {
    for (const line of linesOf(text)) {
      const read = this.openLines === 0 && !line.includes('"') ? this.plainCells(line) : this.quotedCells(line);
      if (!read) continue;
      const record = { line: this.line, lastLine: this.nextLine, ...read };
      this.line = this.nextLine + 1;
      this.openLines = 0;
      if (read.cells.every((cell) => cell === "")) continue;
      this.width ??= read.cells.length;
      yield record;
    }
  }

  /** @throws FileFault when a quotation mark is still open */
  end(): void {
    if (this.openLines > 0) this.cellsOfOpen();
  }

  private plainCells(line: string): Cells {
    if (line.length > maxRecordLength) throw recordTooLong(this.line);
    const cells = line.split(this.delimiter);
    for (let index = 0; index < cells.length; index++) cells[index] = cells[index]!.trim();
    return { cells };
  }

  /** Undefined as long as a quotation mark is open. */
  private quotedCells(line: string): Cells | undefined {
    const isClosed = isOdd(line) === this.openLines > 0;
    this.open = this.openLines > 0 ? this.open + line : line;
    if (isClosed || this.open.length > maxRecordLength) return this.cellsOfOpen();
    const damaged = this.openLines === 0 && this.damagedCells();
    if (damaged) return damaged;
    this.openLines++;
    return undefined;
  }

  private cellsOfOpen(): Cells {
    const read = cellsOf(this.open.slice(0, maxRecordLength), this.delimiter);
    // A wrong quotation mark explains why a record is too long, and comes first.
    if (this.open.length > maxRecordLength && ("cells" in read || read.code === "unclosed_quote"))
      throw recordTooLong(this.line);
    if ("cells" in read) return read;
    const damaged = this.openLines === 0 && this.damagedCells();
    if (damaged) return damaged;
    const linesBefore = this.open.slice(0, read.at).match(lineBreaks)?.length ?? 0;
    throw new FileFault([ingestError(read.code, { line: this.line + linesBefore, row_line: this.line })]);
  }

  /** The cells of a line with a wrong quotation mark that surely ends its record, and what is wrong with the first of them. */
  private damagedCells(): Cells | undefined {
    const read = cellsOf(this.open, this.delimiter);
    if ("cells" in read || read.code === "unclosed_quote" || this.open.length > maxRecordLength) return undefined;
    const cells = cellsAsWritten(this.open, this.delimiter);
    return cells && cells.length === this.width ? { cells, quoteFault: read.code } : undefined;
  }
}
