import type { Actor } from "../actor";
import type { IngestError } from "./ingest-errors";
import type { FileSource } from "./parse";
import type { Batch } from "./queries";
import type { BatchMode } from "./status";

/** A file on its way in. `auto` decides before the review, so that there is none. */
export type Upload = { fileName: string; bytes: AsyncIterable<Uint8Array>; sheet?: string | null; auto?: { mode: BatchMode }; correctionOf?: string };
/** `alreadyThere`: an earlier upload of this very file made the batch; nothing new was stored. */
export type Received = { batch: Batch; alreadyThere: boolean } | { fileFaults: IngestError[] };

/**
 * Stores a file piece by piece and queues it for validation. The same file again, also at the same instant, finds the batch of the first;
 * discarded ones do not count. An upload that dies leaves nothing to see.
 * @throws DomainError `forbidden` for everyone but admins and the system
 */
export function receiveFile(_actor: Actor, _upload: Upload): Promise<Received> {
  throw new Error("not written yet");
}

/** The bytes of a batch's file, as they came. */
export function storedFile(_batch: Batch): FileSource {
  throw new Error("not written yet");
}
