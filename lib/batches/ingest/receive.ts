import { and, eq, ne, sql } from "drizzle-orm";
import { v7 as uuidv7 } from "uuid";
import { db, isUniqueViolation, transaction, type Tx } from "@/db/client";
import { batchFileChunks } from "@/db/schema/batch_file_chunks";
import { batches } from "@/db/schema/batches";
import { assertAdmin, type Actor } from "@/lib/actor";
import { recordEvents } from "@/lib/events";
import { wake } from "@/lib/queue";
import { databaseNow } from "@/lib/time";
import { cleanFileName, storePieces, type StoredPieces } from "./stored-file";
import type { IngestError } from "@/lib/ingest-errors/table";
import type { FileSource } from "@/lib/batches/reading/open-file";
import type { Batch } from "@/lib/batches/queries";
import { storable } from "@/lib/storable";
import { arrivedStatus, discardedStatus, type BatchMode } from "@/lib/batches/status";

/**
 * A file on its way in. `auto` decides before the review, so that there is none; `dryRun` has the file judged and set
 * aside; `id` is what the batch shall be called, when the caller must know before; with a `folderPrint` it is held once
 * it is checked.
 */
export type Upload = {
  id?: string;
  fileName: string;
  bytes: AsyncIterable<Uint8Array>;
  sheet?: string | null;
  auto?: { mode: BatchMode };
  dryRun?: boolean;
  correctionOf?: string;
  folderPrint?: string;
};
/** `alreadyThere`: an earlier upload of this very file made the batch; nothing new was stored. */
export type Received = { batch: Batch; alreadyThere: boolean } | { fileFaults: IngestError[] };

/**
 * Stores a file piece by piece and queues it for validation. The same file again, also at the same instant, finds the
 * batch of the first; discarded ones do not count. An upload that dies leaves nothing to see.
 * @throws DomainError `forbidden` for everyone but admins and the system
 */
export async function receiveFile(actor: Actor, upload: Upload): Promise<Received> {
  assertAdmin(actor);
  const id = await beginArrival(actor, upload);
  try {
    const stored = await storePieces({ organizationId: actor.organizationId, batchId: id }, upload);
    if ("faults" in stored) {
      await forget(actor.organizationId, id);
      return { fileFaults: stored.faults };
    }
    return await endArrival(actor, id, stored);
  } catch (error) {
    // Should this fail too, the worker finds the remains.
    await forget(actor.organizationId, id).catch(() => undefined);
    throw error;
  }
}

/** The bytes of a batch's file, as they came. Ends in an error when they are not all there. */
export function storedFile({ organizationId, id, format, sheet, fileBytes }: Batch): FileSource {
  const piece = async (seq: number) => {
    const [row] = await db
      .select({ bytes: batchFileChunks.bytes })
      .from(batchFileChunks)
      .where(
        and(
          eq(batchFileChunks.organizationId, organizationId),
          eq(batchFileChunks.batchId, id),
          eq(batchFileChunks.seq, seq),
        ),
      );
    return row?.bytes;
  };
  async function* bytes() {
    let left = fileBytes;
    for (let seq = 0; left > 0; seq++) {
      const found = await piece(seq);
      if (!found) throw new Error("a piece of a stored file is missing");
      left -= found.length;
      yield found;
    }
  }
  return { format, sheet, bytes };
}

/** The bytes of a batch that will never be read again. */
export async function dropStoredFile(
  tx: Tx,
  { organizationId, id }: Pick<Batch, "organizationId" | "id">,
): Promise<void> {
  await tx
    .delete(batchFileChunks)
    .where(and(eq(batchFileChunks.organizationId, organizationId), eq(batchFileChunks.batchId, id)));
}

/** Removes what an upload that did not end has stored so far. */
export async function forget(organizationId: string, id: string): Promise<void> {
  await db
    .delete(batches)
    .where(and(eq(batches.organizationId, organizationId), eq(batches.id, id), sql`${batches.fileSha256} is null`));
}

/**
 * A row without the file's hash is an upload still under way: no list shows it, and the worker looks at it only when it
 * has long been silent.
 */
async function beginArrival(
  actor: Actor,
  { id = uuidv7(), fileName, sheet = null, auto, dryRun = false, correctionOf, folderPrint }: Upload,
): Promise<string> {
  const createdBy = actor.type === "user" ? actor.userId : null;
  await db.insert(batches).values({
    organizationId: actor.organizationId,
    id,
    fileName: cleanFileName(fileName),
    sheet: sheet && storable(sheet),
    fileBytes: 0,
    status: arrivedStatus,
    mode: auto?.mode ?? null,
    autoProcess: auto !== undefined,
    dryRun,
    decidedBy: auto ? createdBy : null,
    recordCount: 0,
    acceptedCount: 0,
    refusedCount: 0,
    correctionOf: correctionOf ?? null,
    folderPrint: folderPrint ?? null,
    nextAttemptAt: sql`now() + interval '10 minutes'`,
    createdBy,
    createdAt: sql`now()`,
  });
  return id;
}

async function endArrival(actor: Actor, id: string, stored: StoredPieces): Promise<Received> {
  for (;;) {
    try {
      return { batch: await makeVisible(actor, id, stored), alreadyThere: false };
    } catch (error) {
      if (!isUniqueViolation(error, "batches_file")) throw error;
      const first = await findByFile(actor, stored.sha256);
      // None, when it was discarded at this very moment: then there is room for this one.
      if (!first) continue;
      await forget(actor.organizationId, id);
      return { batch: first, alreadyThere: true };
    }
  }
}

const makeVisible = (actor: Actor, id: string, { sha256, size, format }: StoredPieces): Promise<Batch> =>
  transaction(async (tx) => {
    const createdAt = await databaseNow(tx);
    const [batch] = await tx
      .update(batches)
      .set({ fileSha256: sha256, fileBytes: size, format, createdAt, nextAttemptAt: createdAt })
      .where(and(eq(batches.organizationId, actor.organizationId), eq(batches.id, id)))
      .returning();
    if (!batch) throw new Error("the upload took so long that it was given up");
    await recordEvents(tx, actor, [
      { name: "batch.received", occurredAt: createdAt, batchId: id, data: { bytes: size } },
    ]);
    await tx.execute(sql`select ${wake("batches")}`);
    return batch;
  });

/** The batch that was made of these bytes and not discarded. */
export async function findByFile({ organizationId }: Actor, sha256: string): Promise<Batch | undefined> {
  const same = and(
    eq(batches.organizationId, organizationId),
    eq(batches.fileSha256, sha256),
    ne(batches.status, discardedStatus),
  );
  const [batch] = await db.select().from(batches).where(same);
  return batch;
}
