import type { Batch } from "@/lib/batches/queries";
import { stalled } from "@/lib/batches/progress";
import { isUnderWay, type StatusUnderWay } from "@/lib/batches/status";

const percent = (part: number, all: number) => `${all === 0 ? 0 : Math.min(99, Math.floor((part / all) * 100))} %`;

const wordTable: Record<StatusUnderWay, (batch: Batch) => string> = {
  received: () => "waiting for its turn",
  validating: ({ bytesRead, fileBytes }) => `${percent(bytesRead, fileBytes)} checked`,
  awaiting_file_check: () => "every row checked",
  processing: ({ createdCount, acceptedCount }) => `${percent(createdCount, acceptedCount)} created`,
};

/** The progress of a batch, for its row in the list; null when no work is going on. */
export function progressWords(batch: Batch): string | null {
  if (stalled(batch)) return "stalled";
  return isUnderWay(batch) ? wordTable[batch.status](batch) : null;
}
