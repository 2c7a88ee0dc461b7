import { arrivedStatus, processingStatus, workingStatus } from "@/lib/batches/status";
import type { Batch } from "@/lib/batches/queries";
import { standstill } from "@/lib/batches/stalled";

const percent = (part: number, whole: number) =>
  `${whole === 0 ? 0 : Math.min(99, Math.floor((part / whole) * 100))} %`;

/** The progress of a batch, for its row in the list; null when no work is going on. */
export function progressWords(batch: Batch): string | null {
  if (standstill(batch)) return "stalled";
  switch (batch.status) {
    case arrivedStatus:
      return "waiting for its turn";
    case workingStatus:
      return `${percent(batch.bytesRead, batch.fileBytes)} checked`;
    case processingStatus:
      return `${percent(batch.createdCount, batch.acceptedCount)} created`;
    default:
      return null;
  }
}
