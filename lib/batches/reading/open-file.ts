import { csvRecords } from "./csv";
import { FileFault, tooManyColumns } from "./file-fault";
import type { FileFormat } from "./format";
import { readHeader, type Header } from "@/lib/batches/file-format/header";
import { headerWithin, startsWithHeader } from "@/lib/batches/file-format/header-search";
import { ingestError, type IngestError } from "@/lib/ingest-errors/table";
import { maxColumns, maxRecords } from "@/lib/batches/file-format/limits";
import type { FileRecord, RecordChunk } from "./records";
import { noNotes, noteHiddenRow, type SheetNotes } from "./sheet-notes";
import { storable } from "@/lib/storable";
import { xlsxRecords } from "./xlsx/records";

/**
 * The bytes of a stored file; each call of `bytes` reads them from the start. `sheet` is null for the first one, and
 * for text. `skipsHidden`: rows that a sheet does not show are left out.
 */
export type FileSource = {
  format: FileFormat;
  sheet: string | null;
  bytes: () => AsyncIterable<Uint8Array>;
  skipsHidden?: boolean;
};

/**
 * `bytesRead` says how far into the file a record's piece reaches. Not reading to the end needs no more than leaving
 * the loop. `notes` are complete once the last record is read.
 */
export type OpenedFile = {
  header: Header;
  records: AsyncGenerator<FileRecord & { bytesRead: number }>;
  notes: SheetNotes;
};

/**
 * Reads a file as far as it can be read without looking at values: its header now, its records as they are asked for,
 * in bounded memory. Every cell is text that the database can keep; what it cannot has become `lostCharacter`. The
 * generator throws FileFault when the rest cannot be read; nothing of the file may be used then.
 */
export async function openBatchFile({
  format,
  sheet,
  bytes,
  skipsHidden = false,
}: FileSource): Promise<OpenedFile | { faults: IngestError[] }> {
  const notes = noNotes();
  const chunks = format === "xlsx" ? xlsxRecords(bytes(), sheet, notes) : csvRecords(bytes());
  try {
    return await opened(chunks, notes, skipsHidden);
  } catch (error) {
    await chunks.return(undefined);
    if (error instanceof FileFault) return { faults: error.faults };
    throw error;
  }
}

async function opened(
  chunks: AsyncGenerator<RecordChunk>,
  notes: SheetNotes,
  skipsHidden: boolean,
): Promise<OpenedFile | { faults: IngestError[] }> {
  const first = await firstRecords(chunks);
  const head = first?.records.slice(0, headerWithin).map(({ line, cells }) => ({ line, cells: cells.map(storable) }));
  if (!first || !head?.[0]) return { faults: [ingestError("file_empty", {})] };
  if (head[0].cells.length > maxColumns) throw tooManyColumns(head[0].line);
  const read = readHeader([head[0], ...head.slice(1)], first.separator ?? null);
  if ("faults" in read) {
    await chunks.return(undefined);
    return read;
  }
  const below = { ...first, records: first.records.slice(read.at + 1) };
  const rows = below.records.length > 0 ? below : await nextRecords(chunks);
  if (!rows) return { faults: [ingestError("file_without_rows", {})] };
  const records = oneByOne(rows, chunks, (record) => {
    const [amount = "", currency = ""] = (["amount", "currency"] as const).map(
      (column) => record.cells[read.header.positions.get(column)!],
    );
    noteHiddenRow(notes, { line: record.line, amount: storable(amount), currency: storable(currency) });
    return skipsHidden;
  });
  return { header: read.header, records, notes };
}

/** As many records as it takes to find the header, and those that came with them. */
async function firstRecords(chunks: AsyncGenerator<RecordChunk>): Promise<RecordChunk | undefined> {
  let found = await nextRecords(chunks);
  while (found && found.records.length < headerWithin && !startsWithHeader(found.records[0]!.cells)) {
    const more = await nextRecords(chunks);
    if (!more) break;
    found = { ...found, records: [...found.records, ...more.records], bytesRead: more.bytesRead };
  }
  return found;
}

/** The next chunk that has records at all. */
async function nextRecords(chunks: AsyncGenerator<RecordChunk>): Promise<RecordChunk | undefined> {
  let separator: string | undefined;
  for (let next = await chunks.next(); !next.done; next = await chunks.next()) {
    separator ??= next.value.separator;
    if (next.value.records.length > 0) return { ...next.value, separator };
  }
  return undefined;
}

/** @param skips is called with each hidden record */
async function* oneByOne(
  first: RecordChunk,
  chunks: AsyncGenerator<RecordChunk>,
  skips: (record: FileRecord) => boolean,
) {
  let count = 0;
  try {
    for (let chunk: RecordChunk | undefined = first; chunk; chunk = await nextRecords(chunks)) {
      for (const record of chunk.records) {
        if (++count > maxRecords)
          throw new FileFault([ingestError("too_many_records", { limit: maxRecords.toLocaleString("en-US") })]);
        if (record.cells.length > maxColumns) throw tooManyColumns(record.line);
        if (record.isHidden && skips(record)) continue;
        yield { ...record, cells: record.cells.map(storable), bytesRead: chunk.bytesRead };
      }
    }
  } finally {
    await chunks.return(undefined);
  }
}
