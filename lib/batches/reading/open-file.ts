import { csvRecords } from "./csv";
import { FileFault, tooManyColumns } from "./file-fault";
import type { FileFormat } from "./format";
import { readHeader, type Header } from "@/lib/batches/file-format/header";
import { ingestError, type IngestError } from "@/lib/ingest-errors/table";
import { maxColumns, maxRecords } from "@/lib/batches/file-format/limits";
import type { FileRecord, RecordChunk } from "./records";
import { storable } from "@/lib/storable";
import { xlsxRecords } from "./xlsx/records";

/**
 * The bytes of a stored file; each call of `bytes` reads them from the start. `sheet` is null for the first one, and
 * for text.
 */
export type FileSource = { format: FileFormat; sheet: string | null; bytes: () => AsyncIterable<Uint8Array> };

/**
 * `bytesRead` says how far into the file a record's piece reaches. Not reading to the end needs no more than leaving
 * the loop.
 */
export type OpenedFile = { header: Header; records: AsyncGenerator<FileRecord & { bytesRead: number }> };

/**
 * Reads a file as far as it can be read without looking at values: its header now, its records as they are asked for,
 * in bounded memory. Every cell is text that the database can keep; what it cannot has become `lostCharacter`. The
 * generator throws FileFault when the rest cannot be read; nothing of the file may be used then.
 */
export async function openBatchFile({
  format,
  sheet,
  bytes,
}: FileSource): Promise<OpenedFile | { faults: IngestError[] }> {
  const chunks = format === "xlsx" ? xlsxRecords(bytes(), sheet) : csvRecords(bytes());
  try {
    return await opened(chunks);
  } catch (error) {
    await chunks.return(undefined);
    if (error instanceof FileFault) return { faults: error.faults };
    throw error;
  }
}

async function opened(chunks: AsyncGenerator<RecordChunk>): Promise<OpenedFile | { faults: IngestError[] }> {
  const first = await nextRecords(chunks);
  const head = first?.records.shift();
  if (!first || !head) return { faults: [ingestError("file_empty", {})] };
  if (head.cells.length > maxColumns) throw tooManyColumns(head.line);
  const read = readHeader(head.cells.map(storable), head.line);
  if ("faults" in read) {
    await chunks.return(undefined);
    return read;
  }
  const rows = first.records.length > 0 ? first : await nextRecords(chunks);
  if (!rows) return { faults: [ingestError("file_without_rows", {})] };
  return { header: read.header, records: oneByOne(rows, chunks) };
}

/** The next chunk that has records at all. */
async function nextRecords(chunks: AsyncGenerator<RecordChunk>): Promise<RecordChunk | undefined> {
  for (let next = await chunks.next(); !next.done; next = await chunks.next())
    if (next.value.records.length > 0) return next.value;
  return undefined;
}

async function* oneByOne(first: RecordChunk, chunks: AsyncGenerator<RecordChunk>) {
  let count = 0;
  try {
    for (let chunk: RecordChunk | undefined = first; chunk; chunk = await nextRecords(chunks)) {
      for (const record of chunk.records) {
        if (++count > maxRecords)
          throw new FileFault([ingestError("too_many_records", { limit: maxRecords.toLocaleString("en-US") })]);
        if (record.cells.length > maxColumns) throw tooManyColumns(record.line);
        yield { ...record, cells: record.cells.map(storable), bytesRead: chunk.bytesRead };
      }
    }
  } finally {
    await chunks.return(undefined);
  }
}
