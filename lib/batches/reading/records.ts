/**
 * One record of a file. `line` is where it starts and `lastLine` where it ends; they differ when a quoted cell contains
 * line breaks. `quoteFault`: a cell has a wrong quotation mark, and is kept as it is written. `isHidden`: the sheet does
 * not show it. `miscounted`: under a mapping of columns, how many cells the row has in the file, and how many it should.
 */
export type FileRecord = {
  line: number;
  lastLine: number;
  cells: string[];
  quoteFault?: "stray_quote" | "text_after_quote";
  isHidden?: true;
  miscounted?: { found: number; expected: number };
};

/**
 * Some records of a file, in its order; `bytesRead` says how far into the file they reach. The first of a text file says
 * what separates its cells.
 */
export type RecordChunk = { records: FileRecord[]; bytesRead: number; separator?: string };
