import { csvRecords, type RecordChunk } from "./csv";
import { decodeText } from "./encoding";
import { FileFault } from "./file-fault";
import { detectFormat, type FileFormat } from "./format";
import { columnsNamedIn, readHeader, type Header } from "./header";
import { ingestError, type IngestError } from "./ingest-errors";
import { maxFileBytes, maxFileSize, maxRecords } from "./limits";
import { delimiters, readRecords, type Delimiter, type FileRecord } from "./records";
import { xlsxRecords } from "./xlsx";

export { detectFormat, FileFault };

/** The bytes of a stored file; each call of `bytes` reads them from the start. `sheet` is null for the first one, and for text. */
export type FileSource = { format: FileFormat; sheet: string | null; bytes: () => AsyncIterable<Uint8Array> };

/** `bytesRead` says how far into the file a record's piece reaches. Not reading to the end needs no more than leaving the loop. */
export type OpenedFile = { header: Header; records: AsyncGenerator<FileRecord & { bytesRead: number }> };

/**
 * Reads a file as far as it can be read without looking at values: its header now, its records as they are asked for, in bounded memory.
 * The generator throws FileFault when the rest cannot be read; nothing of the file may be used then.
 */
export async function openBatchFile({ format, sheet, bytes }: FileSource): Promise<OpenedFile | { faults: IngestError[] }> {
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
  const read = readHeader(head.cells, head.line);
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
  for (let next = await chunks.next(); !next.done; next = await chunks.next()) if (next.value.records.length > 0) return next.value;
  return undefined;
}

async function* oneByOne(first: RecordChunk, chunks: AsyncGenerator<RecordChunk>) {
  let count = 0;
  try {
    for (let chunk: RecordChunk | undefined = first; chunk; chunk = await nextRecords(chunks)) {
      for (const { line, lastLine, cells } of chunk.records) {
        if (++count > maxRecords) throw new FileFault([ingestError("too_many_records", { limit: maxRecords.toLocaleString("en-US") })]);
        yield { line, lastLine, cells, bytesRead: chunk.bytesRead };
      }
    }
  } finally {
    await chunks.return(undefined);
  }
}

export type ParsedFile = { header: Header; records: FileRecord[] };

/** Reads a batch file as far as it can be read without looking at values. A fault of the file means that nothing of it is used. */
export function parseBatchFile(bytes: Uint8Array): ParsedFile | { faults: IngestError[] } {
  if (bytes.length > maxFileBytes) return refused(ingestError("file_too_large", { limit: maxFileSize }));
  const decoded = decodeText(bytes);
  if ("fault" in decoded) return refused(decoded.fault);
  const text = Buffer.from(decoded.text);
  const first = firstLine(text);
  if ("fault" in first) return refused(first.fault);
  const header = readHeader(first.record.cells, first.record.line);
  if ("faults" in header) return header;
  return readBody(text, first.delimiter, header.header);
}

const refused = (fault: IngestError) => ({ faults: [fault] });

function readBody(text: Buffer, delimiter: Delimiter, header: Header): ParsedFile | { faults: IngestError[] } {
  const records: FileRecord[] = [];
  const fault = readRecords(text, delimiter, (record) => records.push(record) <= maxRecords + 1);
  if (fault) return refused(fault);
  records.shift();
  if (records.length > maxRecords) return refused(ingestError("too_many_records", { limit: maxRecords.toLocaleString("en-US") }));
  if (records.length === 0) return refused(ingestError("file_without_rows", {}));
  return { header, records };
}

type FirstLine = { delimiter: Delimiter; record: FileRecord } | { fault: IngestError };

/** Tries each separator on the first line; the one that names the most columns, then the one that makes the most cells, is the file's. */
function firstLine(text: Buffer): FirstLine {
  const tries = delimiters.map((delimiter): FirstLine => {
    let record: FileRecord | undefined;
    const fault = readRecords(text, delimiter, (found) => {
      record = found;
      return false;
    });
    return record ? { delimiter, record } : { fault: fault ?? ingestError("file_empty", {}) };
  });
  const readable = tries.filter((one) => "record" in one);
  const score = ({ record }: { record: FileRecord }) => columnsNamedIn(record.cells) * 1_000 + Math.min(record.cells.length, 999);
  return readable.sort((a, b) => score(b) - score(a))[0] ?? tries[0]!;
}
