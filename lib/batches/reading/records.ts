import type { ColumnMapping } from "@/lib/batches/file-format/mapping/mapping";
import type { SheetNotes } from "./sheet-notes";

/**
 * One record of a file. `line` is where it starts and `lastLine` where it ends; they differ when a quoted cell contains
 * line breaks. `quoteFault`: a cell has a wrong quotation mark, and is kept as it is written. `isHidden`: the sheet does
 * not show it. `numbers`: under a mapping of columns, where amounts stand that are numbers of a workbook, so that their
 * value is known however the texts of the file are written. `miscounted`: under one too, how many cells the row has in the
 * file, and how many it should.
 */
export type FileRecord = {
  line: number;
  lastLine: number;
  cells: string[];
  quoteFault?: "stray_quote" | "text_after_quote";
  isHidden?: true;
  numbers?: readonly number[];
  miscounted?: { found: number; expected: number };
};

/**
 * Some records of a file, in its order; `bytesRead` says how far into the file they reach. The first of a text file says
 * what separates its cells.
 */
export type RecordChunk = { records: FileRecord[]; bytesRead: number; separator?: string };

/** The first rows of a file, held in memory, so that they can be read again under each mapping without the file. */
export type Excerpt = {
  /** The same as the file's own records, as far as it goes. */
  records: (notes: SheetNotes, mapping: ColumnMapping | null) => AsyncGenerator<RecordChunk>;
  /** The name of the worksheet that is read, and of the others that hold anything; null for text. */
  sheets: { read: string; others: string[] } | null;
};
