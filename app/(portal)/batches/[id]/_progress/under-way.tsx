"use client";

import type { ReactNode } from "react";
import { Card } from "@/app/_ui/card";
import { ProgressBar } from "@/app/_ui/progress-bar";
import type { BatchProgress } from "@/lib/batches/progress";
import type { StatusUnderWay } from "@/lib/batches/status";
import { counted, figure } from "@/app/(portal)/_ui/figures";
import { SpokenProgress, TroubleLine, useProgress } from "@/app/(portal)/_progress/use-progress";

type Props = {
  batchId: string;
  stage: StatusUnderWay;
  first: BatchProgress;
  /** All payouts appear at the same instant. */
  inOnePiece: boolean;
  /** What can be done until then. */
  children?: ReactNode;
};

type StageWords = {
  title: string;
  words: (progress: BatchProgress) => string;
  note?: (progress: BatchProgress, inOnePiece: boolean) => string;
};

const stageTable: Record<StatusUnderWay, StageWords> = {
  received: {
    title: "The file waits to be checked",
    words: () => "It is stored safely, and its turn comes in a moment.",
  },
  validating: { title: "Checking the rows", words: checkedRows },
  awaiting_file_check: {
    title: "Waiting for the file check",
    words: checkedRows,
    note: () =>
      "Every row is checked. Payouts are created once the watched folder has found the file unchanged; while no worker watches it, this waits, or can be discarded. ",
  },
  processing: {
    title: "Creating payouts",
    words: ({ createdCount, acceptedCount }) =>
      `${figure(createdCount)} of ${counted(acceptedCount, "payout")} created`,
    note: ({ createdCount, share }, inOnePiece) =>
      [
        createdCount === 0 && share === 0
          ? "Batches create their payouts one after another, so it may wait for its turn. "
          : "",
        inOnePiece ? "All payouts appear together at the end. " : "",
      ].join(""),
  },
};

function checkedRows({ recordCount, acceptedCount, refusedCount }: BatchProgress): string {
  if (recordCount === 0) return "No row was read yet.";
  return `${counted(recordCount, "row")} so far: ${counted(acceptedCount, "can become a payout", "can become payouts")}, ${figure(refusedCount)} cannot`;
}

const isOther = (now: BatchProgress, first: BatchProgress) =>
  now.status !== first.status || now.isStalled !== first.isStalled;

/** A batch that is being worked on: how far it has come, kept up to date until it is done. */
export function UnderWay({ batchId, stage, first, inOnePiece, children }: Props) {
  const { progress, trouble } = useProgress(`/batches/${batchId}/progress`, first, isOther);
  // Once the batch has moved on, this stage stays full until the next page is here.
  const share = progress.status === stage ? progress.share : 1;
  const { title, words, note } = stageTable[stage];
  return (
    <Card className="mb-6 px-4 py-5">
      <div className="mb-3 flex flex-wrap items-start justify-between gap-x-6 gap-y-3">
        <div className="min-w-0">
          <h2 className="text-lg font-semibold">{title}</h2>
          <p className="text-muted tabular-nums">{words(progress)}</p>
        </div>
        {children}
      </div>
      <ProgressBar label={title} share={share} words={words(progress)} />
      <p className="mt-3 text-sm text-muted">
        {note?.(progress, inOnePiece)}
        You can leave this page; the work goes on.
      </p>
      <SpokenProgress title={title} share={share} />
      <TroubleLine trouble={trouble} />
    </Card>
  );
}
