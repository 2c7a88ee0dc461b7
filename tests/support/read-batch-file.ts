import { FileJudge, type Judged } from "@/lib/batches/rules/judge";
import type { Namesake } from "@/lib/batches/rules/references";
import { detectFormat } from "@/lib/batches/reading/format";
import type { ColumnMapping } from "@/lib/batches/file-format/mapping/mapping";
import { openBatchFile, type OpenedFile } from "@/lib/batches/reading/open-file";
import type { IngestError } from "@/lib/ingest-errors/table";
import { FileFault } from "@/lib/batches/reading/file-fault";
import type { FileRecord } from "@/lib/batches/reading/records";
import type { At } from "@/lib/moment";

export type ReadFile = { header: OpenedFile["header"]; records: FileRecord[] };

export const bytesOf = (file: string | Uint8Array): Uint8Array =>
  typeof file === "string" ? new TextEncoder().encode(file) : file;

/** The bytes in pieces that end at the given positions. */
export async function* inPieces(bytes: Uint8Array, cuts: readonly number[] = []): AsyncGenerator<Uint8Array> {
  const ends = [...cuts].sort((a, b) => a - b);
  await Promise.resolve();
  for (const [index, end] of [...ends, bytes.length].entries()) yield bytes.subarray(ends[index - 1] ?? 0, end);
}

/** Reads a whole file as an upload does: first its type, then its header, then its records. */
export async function readFile(
  file: string | Uint8Array,
  {
    cuts = [],
    sheet = null,
    mapping = null,
  }: { cuts?: readonly number[]; sheet?: string | null; mapping?: ColumnMapping | null } = {},
): Promise<ReadFile | { faults: IngestError[] }> {
  const bytes = bytesOf(file);
  const detected = detectFormat(bytes.subarray(0, 4_096), "payouts.csv");
  if ("fault" in detected) return { faults: [detected.fault] };
  const opened = await openBatchFile({ format: detected.format, sheet, bytes: () => inPieces(bytes, cuts), mapping });
  if ("faults" in opened) return opened;
  try {
    const records: FileRecord[] = [];
    for await (const piece of opened.records) records.push(...piece.records);
    return { header: opened.header, records };
  } catch (error) {
    if (error instanceof FileFault) return { faults: error.faults };
    throw error;
  }
}

/**
 * Judges every record of a file that has been read, its references against one another and those that payouts have already.
 */
export const judgeAll = (
  { header, records }: ReadFile,
  context: At,
  named: ReadonlyMap<string, Namesake> = new Map(),
): Judged =>
  new FileJudge("no organization", header, context).judgeByFile(records, (reference) => named.get(reference));
