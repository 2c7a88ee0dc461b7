import { and, eq, ne, sql } from "drizzle-orm";
import { v7 as uuidv7 } from "uuid";
import { db, isUniqueViolation, transaction } from "@/db/client";
import { batches } from "@/db/schema/batches";
import { assertAdmin, type Actor } from "@/lib/actor";
import { endedUnanswered, type HiddenRowsChoice } from "@/lib/batches/hidden-rows";
import { discardBatch } from "@/lib/batches/mutations";
import type { Batch } from "@/lib/batches/queries";
import { awaitsReview, type BatchMode } from "@/lib/batches/status";
import type { RememberedMapping } from "@/lib/batches/mapping/queries";
import { moveBatch } from "@/lib/batches/transition";
import { batchTransitionTable, initialBatchStatus, isReviewed, stands } from "@/lib/batches/transitions";
import { DomainError } from "@/lib/errors";
import type { IngestError } from "@/lib/ingest-errors/table";
import { withoutHidden } from "@/lib/incoming-text";
import { storable } from "@/lib/storable";
import { deleteStoredFile, storeFile, type StoredFile } from "./stored-file";

/**
 * A file to upload. `auto` decides before the review, so that there is none; a `dryRun` only has the file judged; `id`
 * becomes the batch's, for a caller that must know it before; with a `folderPrint` the batch awaits a file check;
 * `hiddenRows` says what becomes of rows that a sheet hides, which without a review refuse a file that nobody says it of;
 * `mapping` names the remembered one that its columns are read by.
 */
export type Upload = {
  id?: string;
  fileName: string;
  bytes: AsyncIterable<Uint8Array>;
  sheet?: string | null;
  auto?: { mode: BatchMode };
  dryRun?: boolean;
  folderPrint?: string;
  hiddenRows?: HiddenRowsChoice;
  mapping?: Pick<RememberedMapping, "name" | "mapping">;
};
/** `alreadyThere`: an earlier upload of this very file made the batch; nothing new was stored. */
type Received = { batch: Batch; alreadyThere: boolean } | { fileFaults: IngestError[] };

/**
 * Stores a file piece by piece and queues it for validation. The same file again, also at the same instant, finds the
 * batch of the first; discarded ones do not count. An upload that dies leaves nothing that anybody sees.
 * @throws DomainError `forbidden` for everyone but admins and the system
 */
export async function receiveFile(actor: Actor, upload: Upload): Promise<Received> {
  assertAdmin(actor);
  const batch = await beginUpload(actor, upload);
  try {
    const stored = await storeFile(batch, upload);
    if ("faults" in stored) {
      await deleteUnfinishedUpload(batch);
      return { fileFaults: stored.faults };
    }
    return await endUpload(actor, batch, stored, upload);
  } catch (error) {
    // Should this fail too, the worker finds the remains.
    await deleteUnfinishedUpload(batch).catch(() => undefined);
    throw error;
  }
}

type BatchId = Pick<Batch, "organizationId" | "id">;

/** Deletes what an upload that did not end has stored so far. */
export const deleteUnfinishedUpload = ({ organizationId, id }: BatchId): Promise<void> =>
  transaction(async (tx) => {
    const unfinished = and(
      eq(batches.organizationId, organizationId),
      eq(batches.id, id),
      eq(batches.status, initialBatchStatus),
    );
    // Locked, so that no further piece can arrive behind the deletion.
    const [batch] = await tx.select().from(batches).where(unfinished).for("update");
    if (!batch) return;
    await deleteStoredFile(tx, batch);
    await tx.delete(batches).where(unfinished);
  });

const maxNameLength = 255;

/** The name to keep and show: without folders, line breaks and the like, and never too long for its column. */
function cleanFileName(fileName: string): string {
  const base = fileName.split(/[/\\]/).at(-1) ?? "";
  const clean = withoutHidden(base);
  return [...clean].slice(0, maxNameLength).join("") || "unnamed.csv";
}

/** The worker looks at the batch only when its upload has been silent for ten minutes. */
async function beginUpload(
  actor: Actor,
  { id = uuidv7(), fileName, sheet = null, auto, dryRun = false, folderPrint, hiddenRows, mapping }: Upload,
): Promise<BatchId> {
  const createdBy = actor.type === "user" ? actor.userId : null;
  await db.insert(batches).values({
    organizationId: actor.organizationId,
    id,
    fileName: cleanFileName(fileName),
    sheet: sheet && storable(sheet),
    fileBytes: 0,
    status: initialBatchStatus,
    mode: auto?.mode ?? null,
    autoProcess: auto !== undefined,
    dryRun,
    decidedBy: auto ? createdBy : null,
    recordCount: 0,
    acceptedCount: 0,
    refusedCount: 0,
    folderPrint: folderPrint ?? null,
    hiddenRows: hiddenRows ?? null,
    columnsRead: mapping ? { how: "remembered", name: mapping.name, mapping: mapping.mapping } : null,
    nextAttemptAt: sql`now() + interval '10 minutes'`,
    createdBy,
    createdAt: sql`now()`,
  });
  return { organizationId: actor.organizationId, id };
}

async function endUpload(
  actor: Actor,
  batch: BatchId,
  { sha256, size, format }: StoredFile,
  upload: Upload,
): Promise<Received> {
  for (;;) {
    try {
      const set = { fileSha256: sha256, fileBytes: size, format };
      const received = await transaction((tx) => moveBatch(tx, { actor, id: batch.id }, "receive", { set }));
      return { batch: received, alreadyThere: false };
    } catch (error) {
      if (!isUniqueViolation(error, "batches_file")) throw error;
      const first = await findByFile(actor, sha256);
      // None, when it was discarded at this very moment: then this one is the first.
      if (!first || (await makesRoom(actor, first, upload))) continue;
      await deleteUnfinishedUpload(batch);
      return { batch: first, alreadyThere: true };
    }
  }
}

/**
 * A file that was refused because nobody had said what its hidden rows mean can be sent again with the answer, or to be
 * asked; and one of which nothing was created, with a mapping of its columns.
 */
async function makesRoom(actor: Actor, first: Batch, { auto, dryRun = false, hiddenRows, mapping }: Upload) {
  const isAnswered = hiddenRows !== undefined || isReviewed({ autoProcess: auto !== undefined, dryRun });
  const again = endedUnanswered(first) && isAnswered ? "its hidden rows are asked about or answered" : undefined;
  const mapped = mapping && stands("chooseColumns", first) && !awaitsReview(first) ? "a mapping reads it" : undefined;
  const why = again ?? mapped;
  if (why === undefined) return false;
  await discardBatch(actor, first.id, `It was sent again, so that ${why}`).catch((error: unknown) => {
    // Another upload of the file did so at this moment.
    if (!(error instanceof DomainError && error.code === "conflict")) throw error;
  });
  return true;
}

/** The batch that was made of these bytes and not discarded. */
export async function findByFile({ organizationId }: Actor, sha256: string): Promise<Batch | undefined> {
  const same = and(
    eq(batches.organizationId, organizationId),
    eq(batches.fileSha256, sha256),
    ne(batches.status, batchTransitionTable.discard.to),
  );
  const [batch] = await db.select().from(batches).where(same);
  return batch;
}
