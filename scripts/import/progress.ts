import type { BatchProgress } from "@/lib/batches/progress";
import { batchStatuses, batchStatusTable } from "@/lib/batches/status";
import { counted } from "@/lib/plain-words";

const width = 24;
const labelWidth = Math.max(...batchStatuses.map((status) => batchStatusTable[status].label.length));

/**
 * How far an import has come, on one line of a terminal; nothing when the errors go elsewhere, where lines cannot be
 * written over.
 */
export function progressLine(out: NodeJS.WriteStream = process.stderr): {
  show: (progress: BatchProgress) => void;
  end: () => void;
} {
  if (!out.isTTY) return { show: () => {}, end: () => {} };
  return {
    show: (progress) => void out.write(`\r${words(progress)}\u001b[K`),
    end: () => void out.write("\r\u001b[K"),
  };
}

function words({ status, share, recordCount, createdCount }: BatchProgress): string {
  const filled = Math.round(share * width);
  const rows = createdCount > 0 ? counted(createdCount, "payout") : counted(recordCount, "row");
  return `${batchStatusTable[status].label.padEnd(labelWidth)} [${"=".repeat(filled)}${" ".repeat(width - filled)}] ${String(Math.floor(share * 100)).padStart(3)}%  ${rows}`;
}
