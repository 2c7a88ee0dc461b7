import type { Tone } from "@/lib/payouts/status";

type StatusDefinition = {
  label: string;
  meaning: string;
  tone: Tone;
  /** Whom the batch waits for to go on; null once it has ended. */
  waitsFor: "sender" | "worker" | "folder" | "admin" | null;
};

/** What a batch can be, in the order of its life. The one table of batch status names. */
export const batchStatusTable = {
  uploading: {
    label: "Uploading",
    meaning: "Its file is still being uploaded.",
    tone: "progress",
    waitsFor: "sender",
  },
  received: {
    label: "Received",
    meaning: "The file was uploaded; nothing of it was read yet.",
    tone: "progress",
    waitsFor: "worker",
  },
  validating: {
    label: "Validating",
    meaning: "Its rows are being checked; no payout exists yet.",
    tone: "progress",
    waitsFor: "worker",
  },
  awaiting_columns: {
    label: "Waiting for columns",
    meaning: "An admin says what its columns are, or how its amounts are written. Nothing of it was used yet.",
    tone: "warning",
    waitsFor: "admin",
  },
  awaiting_file_check: {
    label: "Waiting for file check",
    meaning: "Every row was checked; payouts are created once the watched folder has found the file unchanged.",
    tone: "progress",
    waitsFor: "folder",
  },
  ready: {
    label: "Ready for review",
    meaning: "Every row was checked; an admin decides what is created. No payout exists yet.",
    tone: "warning",
    waitsFor: "admin",
  },
  processing: {
    label: "Processing",
    meaning: "Its good rows are becoming payouts.",
    tone: "progress",
    waitsFor: "worker",
  },
  processed: {
    label: "Processed",
    meaning: "Every row became a payout, but for those that were set aside or skipped.",
    tone: "success",
    waitsFor: null,
  },
  partially_processed: {
    label: "Partially processed",
    meaning: "Some rows became payouts; the others were refused and say why.",
    tone: "warning",
    waitsFor: null,
  },
  rejected: {
    label: "Rejected",
    meaning: "No row became a payout; each of them says why.",
    tone: "danger",
    waitsFor: null,
  },
  discarded: {
    label: "Discarded",
    meaning: "It was discarded before anything was created.",
    tone: "neutral",
    waitsFor: null,
  },
} as const satisfies Record<string, StatusDefinition>;

export type BatchStatus = keyof typeof batchStatusTable;
export const batchStatuses = Object.keys(batchStatusTable) as [BatchStatus, ...BatchStatus[]];

/** Until its upload has ended, a file is no batch: no list, count, filter or page has it, and nobody but its sender. */
export const unlistedStatus = "uploading" satisfies BatchStatus;
type ListedStatus = Exclude<BatchStatus, typeof unlistedStatus>;
export const listedStatuses = batchStatuses.filter((status) => status !== unlistedStatus) as [
  ListedStatus,
  ...ListedStatus[],
];

/** The statuses in which a batch waits for one of these. */
export type WaitingFor<Who extends StatusDefinition["waitsFor"]> = {
  [Status in BatchStatus]: (typeof batchStatusTable)[Status]["waitsFor"] extends Who ? Status : never;
}[BatchStatus];

/** What the predicates below look at: a batch, or no more of it than its status. */
type Standing = { status: BatchStatus };

export type StatusUnderWay = WaitingFor<"worker" | "folder">;

/** Whether the batch goes on without a person. */
export const isUnderWay = <Batch extends Standing>(batch: Batch): batch is Batch & { status: StatusUnderWay } =>
  ["worker", "folder"].includes(batchStatusTable[batch.status].waitsFor ?? "");
export const awaitsAdmin = ({ status }: Standing): boolean => batchStatusTable[status].waitsFor === "admin";
export const awaitsReview = ({ status }: Standing): boolean => status === "ready";
export const awaitsColumns = ({ status }: Standing): boolean => status === "awaiting_columns";
export const isProcessing = ({ status }: Standing): boolean => status === "processing";
export const isRejected = ({ status }: Standing): boolean => status === "rejected";
export const isDiscarded = ({ status }: Standing): boolean => status === "discarded";

/** What becomes of the good rows of a file that has bad ones too. */
export type BatchMode = "valid_rows" | "all_or_nothing";
