import { maxRecordLength } from "@/lib/batches/file-format/limits";
import { ingestError } from "@/lib/ingest-errors/table";
import { cellsOf, type Delimiter } from "./csv-cells";
import { FileFault, recordTooLong } from "./file-fault";
import type { FileRecord } from "./records";

const lines = /[^\r\n]*(?:\r\n?|\n)|[^\r\n]+/g;
const lineBreaks = /\r\n?|\n/g;

/**
 * Makes records of the lines of a text, which may come in several pieces. A line without a quotation mark is cut at its
 * delimiters; others are joined until their marks are closed. Marks inside a cell are written twice, so closed means an
 * even number of them.
 */
export class CsvReader {
  /** The lines of a record whose quotation mark is still open. */
  private open = "";
  private openLines = 0;

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
    for (const line of text.match(lines) ?? []) {
      const cells = this.openLines === 0 && !line.includes('"') ? this.plainCells(line) : this.quotedCells(line);
      if (!cells) continue;
      const record = { line: this.line, lastLine: this.nextLine, cells };
      this.line = this.nextLine + 1;
      this.openLines = 0;
      if (cells.some((cell) => cell !== "")) yield record;
    }
  }

  /** @throws FileFault when a quotation mark is still open */
  end(): void {
    if (this.openLines > 0) this.cellsOfOpen();
  }

  private plainCells(line: string): string[] {
    if (line.length > maxRecordLength) throw recordTooLong(this.line);
    const cells = line.split(this.delimiter);
    for (let index = 0; index < cells.length; index++) cells[index] = cells[index]!.trim();
    return cells;
  }

  /** Undefined as long as a quotation mark is open. */
  private quotedCells(line: string): string[] | undefined {
    const isOdd = line.split('"').length % 2 === 0;
    const isClosed = isOdd === this.openLines > 0;
    this.open = this.openLines > 0 ? this.open + line : line;
    if (isClosed || this.open.length > maxRecordLength) return this.cellsOfOpen();
    this.openLines++;
    return undefined;
  }

  private cellsOfOpen(): string[] {
    const read = cellsOf(this.open.slice(0, maxRecordLength), this.delimiter);
    // A wrong quotation mark explains why a record is too long, and comes first.
    if (this.open.length > maxRecordLength && ("cells" in read || read.code === "unclosed_quote"))
      throw recordTooLong(this.line);
    if ("cells" in read) return read.cells;
    const linesBefore = this.open.slice(0, read.at).match(lineBreaks)?.length ?? 0;
    throw new FileFault([ingestError(read.code, { line: this.line + linesBefore })]);
  }
}
