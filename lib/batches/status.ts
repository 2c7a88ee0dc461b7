import type { Tone } from "../payouts/status";

/** What a batch can be. The one table of batch status names. */
export const batchStatusTable = {
  received: { label: "Received", meaning: "The file has arrived; nothing of it was read yet.", tone: "progress" },
  validating: { label: "Validating", meaning: "Its rows are being checked; no payout exists yet.", tone: "progress" },
  ready: { label: "Ready for review", meaning: "Every row was checked; an admin decides what is created. No payout exists yet.", tone: "warning" },
  processing: { label: "Processing", meaning: "Its good rows are becoming payouts.", tone: "progress" },
  processed: { label: "Processed", meaning: "Every row became a payout.", tone: "success" },
  partially_processed: { label: "Partially processed", meaning: "Some rows became payouts; the others were refused and say why.", tone: "warning" },
  rejected: { label: "Rejected", meaning: "No row became a payout; each of them says why.", tone: "danger" },
  discarded: { label: "Discarded", meaning: "An admin put it aside before anything was created.", tone: "neutral" },
} as const satisfies Record<string, { label: string; meaning: string; tone: Tone }>;

export type BatchStatus = keyof typeof batchStatusTable;
export const batchStatuses = Object.keys(batchStatusTable) as [BatchStatus, ...BatchStatus[]];

/** The status while the rows are being judged. */
export const workingStatus: BatchStatus = "validating";

/** How a batch ended. Never "processed" when a row was refused. */
export function finalStatus(accepted: number, refused: number): BatchStatus {
  if (refused === 0) return "processed";
  return accepted === 0 ? "rejected" : "partially_processed";
}
