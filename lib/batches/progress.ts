import type { Actor } from "../actor";
import type { Batch } from "./queries";

/** `share` of the present stage: of the file's bytes while it is validated, of its lines while it is processed; 1 when nothing is under way. */
export type BatchProgress = Pick<Batch, "status" | "recordCount" | "acceptedCount" | "refusedCount" | "createdCount"> & { share: number };

/**
 * How far a batch has come.
 * @throws DomainError `not_found`
 */
export function batchProgress(_actor: Actor, _id: string): Promise<BatchProgress> {
  throw new Error("not written yet");
}
