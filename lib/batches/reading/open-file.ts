import { csvRecords } from "./csv";
import { FileFault, tooManyColumns } from "./file-fault";
import type { FileFormat } from "./format";
import { readHeader, type Header } from "@/lib/batches/file-format/header";
import { headerWithin, startsWithHeader } from "@/lib/batches/file-format/header-search";
import { mappedTable, type WrittenRecord } from "@/lib/batches/file-format/mapping/apply";
import type { ColumnMapping, HeadRecord } from "@/lib/batches/file-format/mapping/mapping";
import { ingestError, type IngestError } from "@/lib/ingest-errors/table";
import { maxColumns, maxRecords } from "@/lib/batches/file-format/limits";
import type { Excerpt, FileRecord, RecordChunk } from "./records";
import { noNotes, noteHiddenRow, type SheetNotes } from "./sheet-notes";
import { isStorable, storable } from "@/lib/storable";
import { xlsxRecords } from "./xlsx/records";

/**
 * The bytes of a stored file; each call of `bytes` reads them from the start. `sheet` is null for the first one, and
 * for text. `skipsHidden`: rows that a sheet does not show are left out. `mapping`: where its columns are not ours,
 * what they are.
 */
export type FileSource = {
  format: FileFormat;
  sheet: string | null;
  bytes: () => AsyncIterable<Uint8Array>;
  skipsHidden?: boolean;
  mapping?: ColumnMapping | null;
  /** Its first rows, which are then all that is read. */
  excerpt?: Excerpt;
};

/**
 * The records come by the thousand. Not reading to the end needs no more than leaving the loop. `notes` are complete once
 * the last record is read.
 */
export type OpenedFile = {
  header: Header;
  records: AsyncGenerator<RecordChunk>;
  notes: SheetNotes;
};

/**
 * Reads a file as far as it can be read without looking at values: its header now, its records as they are asked for,
 * in bounded memory. Every cell is text that the database can keep; what it cannot has become `lostCharacter`. The
 * generator throws FileFault when the rest cannot be read; nothing of the file may be used then.
 */
export async function openBatchFile(source: FileSource): Promise<OpenedFile | { faults: IngestError[] }> {
  const notes = noNotes();
  const chunks = recordsOf(source, notes);
  try {
    return await opened(chunks, notes, source);
  } catch (error) {
    await chunks.return(undefined);
    if (error instanceof FileFault) return { faults: error.faults };
    throw error;
  }
}

function recordsOf({ format, sheet, bytes, mapping, excerpt }: FileSource, notes: SheetNotes) {
  if (excerpt) return excerpt.records(notes, mapping ?? null);
  return format === "xlsx" ? xlsxRecords(bytes(), sheet, notes, mapping ?? null) : csvRecords(bytes());
}

/**
 * The first records of a file as they are written, among which its header is looked for, and as many below it as came
 * with them, `most` in all.
 * @throws FileFault when they cannot be read
 */
export async function firstOfFile(source: FileSource, most = headerWithin): Promise<WrittenRecord[]> {
  const chunks = recordsOf(source, noNotes());
  try {
    const first = await firstRecords(chunks, () => false, most);
    const records = (first?.records ?? []).slice(0, most);
    const wide = records.find(({ cells }) => cells.length > maxColumns);
    if (wide) throw tooManyColumns(wide.line);
    return records.map(asHead);
  } finally {
    await chunks.return(undefined);
  }
}

const asHead = ({ line, cells, numbers = [] }: FileRecord): WrittenRecord => ({
  line,
  cells: cells.map(storable),
  ...(numbers.length > 0 && { numbers }),
});

type Table = { header: Header; at: number; read: (record: FileRecord) => FileRecord | FileFault };

/** The header of a file and how its records are read: by our own names, or by a mapping. */
function tableOf(
  head: [HeadRecord, ...HeadRecord[]],
  separator: string | null,
  mapping: ColumnMapping | null,
): Table | { faults: IngestError[] } {
  if (mapping === null) {
    const read = readHeader(head, separator);
    return "faults" in read ? read : { ...read, read: (record) => record };
  }
  const at = head.findIndex(({ line }) => line === mapping.header.line);
  if (mapping.header.line !== null && at === -1) throw new Error("a mapping was not placed in the file that it reads");
  const { header, read } = mappedTable(mapping, head[at] ?? head[0]);
  return {
    header,
    at,
    read: (record) => {
      const mapped = read(record);
      // Places in the file are none in the mapped record.
      const { numbers: _, ...place } = record;
      return "faults" in mapped ? new FileFault(mapped.faults) : { ...place, ...mapped };
    },
  };
}

async function opened(
  chunks: AsyncGenerator<RecordChunk>,
  notes: SheetNotes,
  { skipsHidden = false, mapping = null }: FileSource,
): Promise<OpenedFile | { faults: IngestError[] }> {
  const first = await firstRecords(chunks, mapping ? () => false : startsWithHeader);
  const head = first?.records.slice(0, headerWithin).map(asHead);
  if (!first || !head?.[0]) return { faults: [ingestError("file_empty", {})] };
  if (head[0].cells.length > maxColumns) throw tooManyColumns(head[0].line);
  const read = tableOf([head[0], ...head.slice(1)], first.separator ?? null, mapping);
  if ("faults" in read) {
    await chunks.return(undefined);
    return read;
  }
  const below = { ...first, records: first.records.slice(read.at + 1) };
  const rows = below.records.length > 0 ? below : await nextRecords(chunks);
  if (!rows) return { faults: [ingestError("file_without_rows", {})] };
  const records = readable(rows, chunks, read.read, (record) => {
    const [amount = "", currency = ""] = (["amount", "currency"] as const).map(
      (column) => record.cells[read.header.positions.get(column)!],
    );
    noteHiddenRow(notes, { line: record.line, amount, currency });
    return skipsHidden;
  });
  return { header: read.header, records, notes };
}

/** As many records as it takes to find the header, and those that came with them. */
async function firstRecords(
  chunks: AsyncGenerator<RecordChunk>,
  isHeader: (first: readonly string[]) => boolean,
  most = headerWithin,
): Promise<RecordChunk | undefined> {
  let found = await nextRecords(chunks);
  while (found && found.records.length < most && !isHeader(found.records[0]!.cells)) {
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

/** @param skips is called with each hidden record, as it is read */
async function* readable(
  first: RecordChunk,
  chunks: AsyncGenerator<RecordChunk>,
  read: Table["read"],
  skips: (record: FileRecord) => boolean,
): AsyncGenerator<RecordChunk> {
  let count = 0;
  try {
    for (let chunk: RecordChunk | undefined = first; chunk; chunk = await nextRecords(chunks)) {
      const records: FileRecord[] = [];
      for (const record of chunk.records) {
        const one = recordFault(record, ++count) ?? read(storableRecord(record));
        if (one instanceof FileFault) {
          // What was read before it counts: a file may be left before its fault.
          if (records.length > 0) yield { ...chunk, records };
          throw one;
        }
        if (!one.isHidden || !skips(one)) records.push(one);
      }
      if (records.length > 0) yield { ...chunk, records };
    }
  } finally {
    await chunks.return(undefined);
  }
}

const storableRecord = (record: FileRecord): FileRecord =>
  record.cells.every(isStorable) ? record : { ...record, cells: record.cells.map(storable) };

/** @param count how many records there are with this one */
function recordFault({ cells, line }: FileRecord, count: number): FileFault | undefined {
  if (count > maxRecords)
    return new FileFault([ingestError("too_many_records", { limit: maxRecords.toLocaleString("en-US") })]);
  return cells.length > maxColumns ? tooManyColumns(line) : undefined;
}
