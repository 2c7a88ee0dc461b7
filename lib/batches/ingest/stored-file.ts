import { createHash } from "node:crypto";
import { sql } from "drizzle-orm";
import { db } from "@/db/client";
import { batchFileChunks } from "@/db/schema/batch_file_chunks";
import { batches } from "@/db/schema/batches";
import { ingestError, type IngestError } from "@/lib/ingest-errors/table";
import { maxFileBytes } from "@/lib/batches/file-format/limits";
import { detectFormat, type FileSource } from "@/lib/batches/reading/open-file";

const maxNameLength = 255;
const pieceBytes = 1024 * 1024;

/** The name to keep and show: without folders, line breaks and the like, and never too long for its column. */
export function cleanFileName(fileName: string): string {
  const base = fileName.split(/[/\\]/).at(-1) ?? "";
  const clean = base.replace(/[\p{Cc}\p{Cf}]/gu, "").trim();
  return [...clean].slice(0, maxNameLength).join("") || "unnamed.csv";
}

/** `sha256` is the key by which the same file is known again, whatever its name. */
export type StoredPieces = { sha256: string; size: number; format: FileSource["format"] };
type Arriving = { fileName: string; bytes: AsyncIterable<Uint8Array>; sheet?: string | null };
type Place = { organizationId: string; batchId: string };

/** Writes the bytes of an arriving file, or says why such a file is not taken at all. */
export async function storePieces(
  place: Place,
  { fileName, bytes, sheet }: Arriving,
): Promise<StoredPieces | { faults: IngestError[] }> {
  const hash = createHash("sha256");
  let format: FileSource["format"] | undefined;
  let size = 0;
  let seq = 0;
  for await (const piece of piecesOf(bytes)) {
    size += piece.length;
    if (size > maxFileBytes)
      return { faults: [ingestError("file_too_large", { limit: `${maxFileBytes / pieceBytes} MB` })] };
    if (format === undefined) {
      const detected = detectFormat(piece, fileName);
      if ("fault" in detected) return { faults: [detected.fault] };
      format = detected.format;
    }
    hash.update(piece);
    await storePiece(place, seq++, piece);
  }
  if (format === undefined) return { faults: [ingestError("file_empty", {})] };
  // Another sheet of the same workbook is another file to us; text has no sheets.
  if (sheet && format === "xlsx") hash.update(`\u0000${sheet}`);
  return { sha256: hash.digest("hex"), size, format };
}

/** The same bytes in pieces of one size; the last may be smaller. */
async function* piecesOf(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<Buffer> {
  let waiting: Uint8Array[] = [];
  let length = 0;
  for await (const part of bytes) {
    waiting.push(part);
    length += part.length;
    if (length < pieceBytes) continue;
    const whole = Buffer.concat(waiting);
    const rest = length % pieceBytes;
    for (let start = 0; start < length - rest; start += pieceBytes) yield whole.subarray(start, start + pieceBytes);
    waiting = rest > 0 ? [whole.subarray(length - rest)] : [];
    length = rest;
  }
  if (length > 0) yield Buffer.concat(waiting);
}

/** Each piece says that the upload is still alive. */
async function storePiece({ organizationId, batchId }: Place, seq: number, piece: Buffer): Promise<void> {
  const stored = await db.execute(sql`
    with alive as (
      update ${batches} set next_attempt_at = now() + interval '10 minutes'
      where organization_id = ${organizationId} and id = ${batchId} returning organization_id, id)
    insert into ${batchFileChunks} (organization_id, batch_id, seq, bytes)
    select organization_id, id, ${seq}::int, ${piece}::bytea from alive returning 1`);
  if (stored.length === 0) throw new Error("the upload took so long that it was given up");
}
