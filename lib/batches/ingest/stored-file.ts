import { createHash } from "node:crypto";
import { and, eq, sql } from "drizzle-orm";
import { db, type Tx } from "@/db/client";
import { batchFileChunks } from "@/db/schema/batch_file_chunks";
import { batches } from "@/db/schema/batches";
import { maxFileBytes } from "@/lib/batches/file-format/limits";
import type { Batch } from "@/lib/batches/queries";
import { detectFormat, type FileFormat } from "@/lib/batches/reading/format";
import type { FileSource } from "@/lib/batches/reading/open-file";
import { ingestError, type IngestError } from "@/lib/ingest-errors/table";

const pieceBytes = 1024 * 1024;

type BatchId = Pick<Batch, "organizationId" | "id">;

/** `sha256` is the key by which the same file is known again, whatever its name. */
export type StoredFile = { sha256: string; size: number; format: FileFormat };
type UploadedFile = { fileName: string; bytes: AsyncIterable<Uint8Array>; sheet?: string | null };

/** Stores the bytes of a file as they are uploaded, or says why such a file is not accepted at all. */
export async function storeFile(
  batch: BatchId,
  { fileName, bytes, sheet }: UploadedFile,
): Promise<StoredFile | { faults: IngestError[] }> {
  const hash = createHash("sha256");
  let format: FileFormat | undefined;
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
    await storePiece(batch, seq++, piece);
  }
  if (format === undefined) return { faults: [ingestError("file_empty", {})] };
  // Another sheet of the same workbook is another file to us; text has no sheets.
  if (sheet && format === "xlsx") hash.update(sheetMark(sheet));
  return { sha256: hash.digest("hex"), size, format };
}

/** What of a sheet's name belongs to the key by which a file is known again. */
export const sheetMark = (sheet: string): string => `\u0000${sheet}`;

/** The same bytes in pieces of one size; the last may be smaller. */
async function* piecesOf(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<Buffer> {
  let waiting: Uint8Array[] = [];
  let length = 0;
  for await (const part of bytes) {
    waiting.push(part);
    length += part.length;
    if (length < pieceBytes) continue;
    const joined = Buffer.concat(waiting);
    const rest = length % pieceBytes;
    for (let start = 0; start < length - rest; start += pieceBytes) yield joined.subarray(start, start + pieceBytes);
    waiting = rest > 0 ? [joined.subarray(length - rest)] : [];
    length = rest;
  }
  if (length > 0) yield Buffer.concat(waiting);
}

/** Each piece says that the upload is still alive. */
async function storePiece({ organizationId, id }: BatchId, seq: number, piece: Buffer): Promise<void> {
  const stored = await db.execute(sql`
    with alive as (
      update ${batches} set next_attempt_at = now() + interval '10 minutes'
      where organization_id = ${organizationId} and id = ${id} returning organization_id, id)
    insert into ${batchFileChunks} (organization_id, batch_id, seq, bytes)
    select organization_id, id, ${seq}::int, ${piece}::bytea from alive returning 1`);
  if (stored.length === 0) throw new Error("the upload was silent for so long that it was deleted");
}

const piecesOfBatch = ({ organizationId, id }: BatchId) =>
  and(eq(batchFileChunks.organizationId, organizationId), eq(batchFileChunks.batchId, id));

/** The bytes of a batch's file, as they were uploaded. Ends in an error when they are not all there. */
export function storedFile(batch: Batch): FileSource {
  async function* bytes() {
    let left = batch.fileBytes;
    for (let seq = 0; left > 0; seq++) {
      const [piece] = await db
        .select({ bytes: batchFileChunks.bytes })
        .from(batchFileChunks)
        .where(and(piecesOfBatch(batch), eq(batchFileChunks.seq, seq)));
      if (!piece) throw new Error("a piece of a stored file is missing");
      left -= piece.bytes.length;
      yield piece.bytes;
    }
  }
  return { format: batch.format, sheet: batch.sheet, bytes, skipsHidden: batch.hiddenRows === "skip" };
}

/** Deletes the bytes of a batch that will never be read again. */
export async function deleteStoredFile(tx: Tx, batch: BatchId): Promise<void> {
  await tx.delete(batchFileChunks).where(piecesOfBatch(batch));
}
