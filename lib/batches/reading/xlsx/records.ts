import type { RecordChunk } from "@/lib/batches/reading/records";
import { maxSheetBytes } from "@/lib/batches/file-format/limits";
import type { SheetNotes } from "@/lib/batches/reading/sheet-notes";
import { sheetsWithData } from "./other-sheets";
import type { ColumnMapping } from "@/lib/batches/file-format/mapping/mapping";
import { spooled } from "./spooled";
import { openArchive, type Archive } from "./archive";
import { SheetReader } from "./sheet";
import { readSharedStrings } from "./strings";
import { readStyles } from "./styles";
import { readWorkbook } from "./workbook";
import { readXml } from "./xml";

/**
 * The rows of one sheet of a workbook, the header first; blank ones are left out. The line of a row is its number in
 * the sheet.
 * @param sheet its name; null for the first that is not hidden
 * @param notes what it adds to as it reads: all but hidden rows, which are marked
 * @param mapping what its columns are, where they are not ours
 * @throws FileFault when the rest cannot be read
 */
export async function* xlsxRecords(
  bytes: AsyncIterable<Uint8Array>,
  sheet: string | null,
  notes: SheetNotes,
  mapping: ColumnMapping | null,
): AsyncGenerator<RecordChunk> {
  // A workbook's table of contents is at its end.
  const file = await spooled(bytes);
  try {
    const { size } = await file.stat();
    yield* sheetRecords(await openArchive(file), sheet, size, notes, mapping);
  } finally {
    await file.close();
  }
}

async function* sheetRecords(
  archive: Archive,
  wanted: string | null,
  fileSize: number,
  notes: SheetNotes,
  mapping: ColumnMapping | null,
): AsyncGenerator<RecordChunk> {
  const { sheet, others, styles, strings, from1904 } = await readWorkbook(archive, wanted);
  notes.otherSheets = await sheetsWithData(archive, others);
  const looks = {
    formats: await readStyles(archive, styles),
    strings: await readSharedStrings(archive, strings),
    from1904,
  };
  const reader = new SheetReader(looks, notes, mapping);
  const size = Math.max(archive.sizeOf(sheet), 1);
  for await (const read of readXml(archive.read(sheet, maxSheetBytes), reader))
    yield { records: reader.takeRecords(), bytesRead: Math.floor((read / size) * fileSize) };
}
