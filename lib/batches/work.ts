import type { Actor } from "../actor";
import type { BatchProgress } from "./progress";
import type { Batch } from "./queries";

/**
 * Validates or processes one due batch, of any organization.
 * @returns how many were taken up: 0 or 1
 */
export function workOnDueBatch(_requestId: string): Promise<number> {
  throw new Error("not written yet");
}

/**
 * Works on a batch in this process, beside whatever worker runs, until it waits for a review or has ended.
 * @returns the batch as it stands then
 * @throws DomainError `forbidden`, `not_found`
 */
export function finishBatch(_actor: Actor, _id: string, _onProgress: (progress: BatchProgress) => void = () => {}): Promise<Batch> {
  throw new Error("not written yet");
}
