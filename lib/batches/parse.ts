import { decodeText } from "./encoding";
import { columnsNamedIn, readHeader, type Header } from "./header";
import { ingestError, type IngestError } from "./ingest-errors";
import { maxFileBytes, maxRecords } from "./limits";
import { delimiters, readRecords, type Delimiter, type FileRecord } from "./records";

export type ParsedFile = { header: Header; records: FileRecord[] };

/** Reads a batch file as far as it can be read without looking at values. A fault of the file means that nothing of it is used. */
export function parseBatchFile(bytes: Uint8Array): ParsedFile | { faults: IngestError[] } {
  if (bytes.length > maxFileBytes) return refused(ingestError("file_too_large", { limit: "10 MB" }));
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

/** The bytes of a stored file; each call of `bytes` reads them from the start. */
export type FileSource = { format: "csv" | "xlsx"; sheet: string | null; bytes: () => AsyncIterable<Uint8Array> };

export type OpenedFile = { header: Header; records: AsyncGenerator<FileRecord & { bytesRead: number }> };
