import { csvRecords } from "./csv";
import type { FileSource } from "./open-file";
import type { Excerpt, FileRecord } from "./records";
import { xlsxExcerpt } from "./xlsx/excerpt";

/** Characters that an excerpt may hold: of a file with longer rows, it has fewer of them. */
const mostLength = 4 * 1024 * 1024;

/**
 * The first rows of a file, to be read again and again: of each file at least one, and as many as `most` where they are
 * not too long. A workbook has a few more, because it is cut between two pieces of it.
 * @throws FileFault when they cannot be read
 */
export async function excerptOf({ format, sheet, bytes }: FileSource, most: number): Promise<Excerpt> {
  if (format === "xlsx") return xlsxExcerpt(bytes(), sheet, { most, mostLength });
  const records: FileRecord[] = [];
  let separator: string | undefined;
  let length = 0;
  for await (const chunk of csvRecords(bytes())) {
    separator ??= chunk.separator;
    for (const record of chunk.records) {
      if (records.length > 0 && (records.length === most || length > mostLength)) break;
      records.push(record);
      length += record.cells.reduce((sum, cell) => sum + cell.length, 0);
    }
    if (records.length >= most || length > mostLength) break;
  }
  return {
    sheets: null,
    async *records() {
      yield { records: [...records], bytesRead: 0, ...(separator !== undefined && { separator }) };
    },
  };
}
