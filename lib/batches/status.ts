import type { Tone } from "@/lib/payouts/status";

/** What a batch can be. The one table of batch status names. */
export const batchStatusTable = {
  received: { label: "Received", meaning: "The file has arrived; nothing of it was read yet.", tone: "progress" },
  validating: { label: "Validating", meaning: "Its rows are being checked; no payout exists yet.", tone: "progress" },
  ready: {
    label: "Ready for review",
    meaning: "Every row was checked; an admin decides what is created. No payout exists yet.",
    tone: "warning",
  },
  processing: { label: "Processing", meaning: "Its good rows are becoming payouts.", tone: "progress" },
  processed: { label: "Processed", meaning: "Every row became a payout.", tone: "success" },
  partially_processed: {
    label: "Partially processed",
    meaning: "Some rows became payouts; the others were refused and say why.",
    tone: "warning",
  },
  rejected: { label: "Rejected", meaning: "No row became a payout; each of them says why.", tone: "danger" },
  discarded: { label: "Discarded", meaning: "It was put aside before anything was created.", tone: "neutral" },
} as const satisfies Record<string, { label: string; meaning: string; tone: Tone }>;

export type BatchStatus = keyof typeof batchStatusTable;
export const batchStatuses = Object.keys(batchStatusTable) as [BatchStatus, ...BatchStatus[]];

/** The life of a batch, by what happens next. */
export const arrivedStatus: BatchStatus = "received";
/** While the rows are being judged. */
export const workingStatus: BatchStatus = "validating";
/** While an admin is asked what to create. */
export const reviewStatus: BatchStatus = "ready";
export const processingStatus: BatchStatus = "processing";
export const discardedStatus: BatchStatus = "discarded";
export const rejectedStatus: BatchStatus = "rejected";

/** A worker has something to do with these. */
export const underWay: readonly BatchStatus[] = [arrivedStatus, workingStatus, processingStatus];
/** Nothing was created yet, or ever will be: an admin may put such a batch aside. */
export const discardable: readonly BatchStatus[] = [arrivedStatus, workingStatus, reviewStatus, rejectedStatus];

/** What becomes of the good rows of a file that has bad ones too. */
export type BatchMode = "valid_rows" | "all_or_nothing";

/** How a batch ended. Never "processed" when a row was refused. */
export function finalStatus(accepted: number, refused: number): BatchStatus {
  if (refused === 0) return "processed";
  return accepted === 0 ? "rejected" : "partially_processed";
}
