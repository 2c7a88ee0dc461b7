/**
 * One record of a file. `line` is where it starts and `lastLine` where it ends; they differ when a quoted cell contains
 * line breaks.
 */
export type FileRecord = { line: number; lastLine: number; cells: string[] };

/**
 * Some records of a file, in its order; `bytesRead` says how far into the file they reach. The first of a text file says
 * what separates its cells.
 */
export type RecordChunk = { records: FileRecord[]; bytesRead: number; separator?: string };
