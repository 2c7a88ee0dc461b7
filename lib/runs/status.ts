import type { runStatus } from "@/db/schema/runs";
import type { runResult } from "@/db/schema/run_payouts";
import { counted } from "@/lib/plain-words";
import type { Run } from "./queries";
import { runActionTable, type RunAction } from "./table";

export type RunStatus = (typeof runStatus.enumValues)[number];
type Tone = "success" | "progress" | "danger" | "warning" | "neutral";
type Label = { label: string; tone: Tone };

export const runStatusTable: Record<RunStatus, Label> = {
  draft: { label: "Not started", tone: "neutral" },
  running: { label: "Running", tone: "progress" },
  stopped: { label: "Stopped", tone: "warning" },
  done: { label: "Done", tone: "success" },
};

export const runResultTable: Record<(typeof runResult.enumValues)[number], Label> = {
  done: { label: "Done", tone: "success" },
  skipped: { label: "Skipped", tone: "neutral" },
  failed: { label: "Failed", tone: "danger" },
};

/** "Cancel 37 payouts" */
export const runTitle = (action: RunAction, count: number): string =>
  `${runActionTable[action].verb} ${counted(count, "payout")}`;

/** How far a run has come. `taken`: payouts that have had their turn. */
export type RunProgress = Pick<Run, "status" | "payoutCount" | "doneCount" | "skippedCount" | "failedCount"> & {
  taken: number;
};

export function progressOf({ status, payoutCount, doneCount, skippedCount, failedCount }: Run): RunProgress {
  return { status, payoutCount, doneCount, skippedCount, failedCount, taken: doneCount + skippedCount + failedCount };
}

/** Under what the events of a run's payouts are found; an index of `events` has them by it. */
export const runRequestId = (id: string): string => `run-${id}`;

/** What an event of a run keeps of it. */
export const aboutRun = ({ id, action, payoutCount }: Run) => ({ run: id, action, payouts: payoutCount });

/** The counts of a run, as its events keep them. */
export const countsOf = ({ doneCount, skippedCount, failedCount, payoutCount }: Run) => ({
  done: doneCount,
  skipped: skippedCount,
  failed: failedCount,
  untouched: payoutCount - doneCount - skippedCount - failedCount,
});
