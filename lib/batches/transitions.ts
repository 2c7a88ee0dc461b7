import type { Actor } from "@/lib/actor";
import type { EventName } from "@/lib/events-table";
import type { FollowUpEvent } from "@/lib/follow-up/subject";
import { isUnanswered } from "./hidden-rows";
import type { Batch } from "./queries";
import { batchStatusTable, type BatchStatus } from "./status";

/**
 * The life of a batch: what may happen to it, from where, and by whom. The buttons, the guards and the conditional
 * UPDATE all read this table; nothing else decides it.
 */
type By = "admin" | "system";
export type BatchEvent = Exclude<Extract<EventName, `batch.${string}`>, FollowUpEvent>;

type BatchTransition = {
  from: readonly BatchStatus[];
  /** Null where the status stays. */
  to: BatchStatus | null;
  by: readonly By[];
  /** Null where another transition of the same transaction, or none at all, records one. */
  event: BatchEvent | null;
  /** The column that keeps when it happened. */
  stamp?: "createdAt" | "validatedAt" | "processedAt";
  /** The event names the user who decided on the batch or uploaded it, though the worker moves it. */
  inNameOfUser?: true;
  /** The worker that moves the batch goes on with it. */
  keepsClaim?: true;
  /** What a person is told when the batch does not stand in `from`; how it stands is added. */
  refusal: string;
};

const discardable = ["received", "validating", "awaiting_columns", "awaiting_file_check", "ready", "rejected"] as const;
const validating = "This batch is not being validated";
const processing = "This batch is not being processed";

export const batchTransitionTable = {
  receive: {
    from: ["uploading"],
    to: "received",
    by: ["admin", "system"],
    event: "batch.received",
    stamp: "createdAt",
    refusal: "This file is no longer being uploaded",
  },
  beginValidation: {
    from: ["received"],
    to: "validating",
    by: ["system"],
    event: null,
    keepsClaim: true,
    refusal: "The validation of this batch has already begun",
  },
  /** Every row is checked. One of the five transitions below follows in the same database transaction. */
  endValidation: {
    from: ["validating"],
    to: null,
    by: ["system"],
    event: "batch.validated",
    stamp: "validatedAt",
    keepsClaim: true,
    refusal: validating,
  },
  askForReview: { from: ["validating"], to: "ready", by: ["system"], event: null, refusal: validating },
  /** Somebody has said whether hidden rows are meant: every row is checked once more, under that answer. */
  answerHiddenRows: {
    from: ["ready"],
    to: "received",
    by: ["admin", "system"],
    event: "batch.hidden_rows_answered",
    refusal: "This batch does not wait for an answer about hidden rows",
  },
  /** The columns of the file cannot be told without a person, or its amounts are not written as was said. */
  askForColumns: {
    from: ["received", "validating"],
    to: "awaiting_columns",
    by: ["system"],
    event: null,
    stamp: "validatedAt",
    refusal: validating,
  },
  /** Somebody has said what the columns are: every row is checked, once more or for the first time. */
  chooseColumns: {
    from: ["awaiting_columns", "ready", "rejected"],
    to: "received",
    by: ["admin", "system"],
    event: "batch.columns_chosen",
    refusal: "The columns of this batch can no longer be chosen",
  },
  /** Somebody has said which worksheet is read: its rows are checked, and what was said of another one is forgotten. */
  chooseSheet: {
    from: ["awaiting_columns", "ready", "rejected"],
    to: "received",
    by: ["admin", "system"],
    event: "batch.sheet_chosen",
    refusal: "The sheet of this batch can no longer be chosen",
  },
  awaitFileCheck: {
    from: ["validating"],
    to: "awaiting_file_check",
    by: ["system"],
    event: null,
    refusal: validating,
  },
  beginProcessing: { from: ["validating"], to: "processing", by: ["system"], event: null, refusal: validating },
  /** Nothing of the file can be created: it cannot be read, or no row of it is good enough. */
  reject: {
    from: ["received", "validating"],
    to: "rejected",
    by: ["system"],
    event: "batch.processed",
    stamp: "processedAt",
    inNameOfUser: true,
    refusal: validating,
  },
  endDryRun: {
    from: ["received", "validating"],
    to: "discarded",
    by: ["system"],
    event: "batch.discarded",
    refusal: validating,
  },
  releaseAfterFileCheck: {
    from: ["awaiting_file_check"],
    to: "processing",
    by: ["system"],
    event: null,
    refusal: "This batch does not wait for a file check",
  },
  decide: {
    from: ["ready"],
    to: "processing",
    by: ["admin", "system"],
    event: "batch.decided",
    refusal: "This batch does not wait for a decision",
  },
  discard: {
    from: discardable,
    to: "discarded",
    by: ["admin", "system"],
    event: "batch.discarded",
    refusal: "This batch can no longer be discarded",
  },
  endProcessing: {
    from: ["processing"],
    to: "processed",
    by: ["system"],
    event: "batch.processed",
    stamp: "processedAt",
    inNameOfUser: true,
    refusal: processing,
  },
  endProcessingPartially: {
    from: ["processing"],
    to: "partially_processed",
    by: ["system"],
    event: "batch.processed",
    stamp: "processedAt",
    inNameOfUser: true,
    refusal: processing,
  },
  /** No row could become a payout any more, or, of a file that is all or nothing, not every row. */
  rejectProcessing: {
    from: ["processing"],
    to: "rejected",
    by: ["system"],
    event: "batch.processed",
    stamp: "processedAt",
    inNameOfUser: true,
    refusal: processing,
  },
  repairSomeRows: {
    from: ["partially_processed", "rejected"],
    to: "partially_processed",
    by: ["admin", "system"],
    event: "batch.row_repaired",
    refusal: "No row of this batch can be repaired",
  },
  repairLastRows: {
    from: ["partially_processed", "rejected"],
    to: "processed",
    by: ["admin", "system"],
    event: "batch.row_repaired",
    refusal: "No row of this batch can be repaired",
  },
  setRowsAside: {
    from: ["partially_processed", "rejected"],
    to: null,
    by: ["admin", "system"],
    event: "batch.rows_set_aside",
    refusal: "No row of this batch can be set aside",
  },
  setLastRowsAside: {
    from: ["partially_processed"],
    to: "processed",
    by: ["admin", "system"],
    event: "batch.rows_set_aside",
    refusal: "No row of this batch can be set aside",
  },
} as const satisfies Record<string, BatchTransition>;

export type BatchTransitionName = keyof typeof batchTransitionTable;
export const batchTransition = (name: BatchTransitionName): BatchTransition => batchTransitionTable[name];

/** The status a new batch starts in. */
export const initialBatchStatus: BatchStatus = "uploading";

/** Whether the batch stands where this transition starts. */
export const stands = (name: BatchTransitionName, { status }: Pick<Batch, "status">): boolean =>
  batchTransition(name).from.includes(status);

/** Whether this kind of actor may make this transition at all. */
export function permits(actor: Actor, name: BatchTransitionName): boolean {
  const { by } = batchTransition(name);
  if (actor.type === "user") return actor.role === "admin" && by.includes("admin");
  return actor.type === "system" && by.includes("system");
}

/** What a person is told when the batch does not stand where this transition starts (any more). */
export const refusalWords = (name: BatchTransitionName, { status }: Pick<Batch, "status">): string =>
  `${batchTransition(name).refusal}: it is ${batchStatusTable[status].label.toLowerCase()}. Reload the page to see it.`;

type Checked = Pick<
  Batch,
  "acceptedCount" | "refusedCount" | "autoProcess" | "dryRun" | "mode" | "folderPrint" | "hiddenRowCount" | "hiddenRows"
>;

/** Whether an admin is asked before anything is created. */
export const isReviewed = ({ autoProcess, dryRun }: Pick<Batch, "autoProcess" | "dryRun">): boolean =>
  !autoProcess && !dryRun;

/** Where a batch goes once every row is checked: to an admin, unless it was decided before what becomes of it. */
export function afterValidation(batch: Checked): BatchTransitionName {
  if (batch.dryRun) return "endDryRun";
  if (isReviewed(batch) && isUnanswered(batch)) return "askForReview";
  if (batch.acceptedCount === 0) return "reject";
  if (!batch.autoProcess) return "askForReview";
  if (batch.mode === "all_or_nothing" && batch.refusedCount > 0) return "reject";
  return batch.folderPrint === null ? "beginProcessing" : "awaitFileCheck";
}

/** How the processing of a batch ends. Never as processed when a row was refused. */
export function endOfProcessing({ acceptedCount, refusedCount }: Pick<Batch, "acceptedCount" | "refusedCount">) {
  if (refusedCount === 0) return "endProcessing" satisfies BatchTransitionName;
  return acceptedCount === 0 ? "rejectProcessing" : "endProcessingPartially";
}
