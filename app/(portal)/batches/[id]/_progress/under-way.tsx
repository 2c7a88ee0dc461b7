"use client";

import type { Route } from "next";
import Link from "next/link";
import type { ReactNode } from "react";
import { Card } from "@/app/_ui/card";
import { ProgressBar } from "@/app/_ui/progress-bar";
import type { BatchProgress } from "@/lib/batches/progress";
import { arrivedStatus, processingStatus, type BatchStatus } from "@/lib/batches/status";
import { counted, figure } from "@/app/(portal)/_ui/figures";
import { useProgress, type Trouble } from "./use-progress";

type Props = {
  batchId: string;
  first: BatchProgress /** All payouts appear at the same instant. */;
  inOnePiece: boolean /** What can be done meanwhile. */;
  children?: ReactNode;
};

/** A batch that is being worked on: how far it has come, kept up to date until it is done. */
export function UnderWay({ batchId, first, inOnePiece, children }: Props) {
  const { progress, trouble } = useProgress(batchId, first);
  // Once the batch has moved on, this stage stays full until the next page is here.
  const stage = first.status;
  const share = progress.status === stage ? progress.share : 1;
  const title = titleOf(stage);
  return (
    <Card className="mb-6 px-4 py-5">
      <div className="mb-3 flex flex-wrap items-start justify-between gap-x-6 gap-y-3">
        <div className="min-w-0">
          <h2 className="text-lg font-semibold">{title}</h2>
          <p className="text-muted tabular-nums">{words(stage, progress)}</p>
        </div>
        {children}
      </div>
      <ProgressBar label={title} share={share} words={words(stage, progress)} />
      <p className="mt-3 text-sm text-muted">
        {stage === processingStatus &&
          progress.createdCount === 0 &&
          progress.share === 0 &&
          "Batches make their payouts one after another, so it may wait for its turn. "}
        {progress.held &&
          "Every row is checked. Payouts are created once the watched folder has found the file unchanged; while no worker watches it, this waits, or can be discarded. "}
        You can leave this page; the work goes on.
        {inOnePiece && stage === processingStatus && " All payouts appear together at the end."}
      </p>
      <p aria-live="polite" className="sr-only">
        {spoken(title, share)}
      </p>
      <div role="status">{trouble && <TroubleLine trouble={trouble} batchId={batchId} />}</div>
    </Card>
  );
}

function titleOf(stage: BatchStatus): string {
  if (stage === arrivedStatus) return "The file waits to be checked";
  return stage === processingStatus ? "Creating payouts" : "Checking the rows";
}

function words(stage: BatchStatus, { recordCount, acceptedCount, refusedCount, createdCount }: BatchProgress): string {
  if (stage === arrivedStatus) return "It is stored safely, and its turn comes in a moment.";
  if (stage === processingStatus) return `${figure(createdCount)} of ${counted(acceptedCount, "payout")} created`;
  if (recordCount === 0) return "No row was read yet.";
  return `${counted(recordCount, "row")} so far: ${figure(acceptedCount)} can become payouts, ${figure(refusedCount)} cannot`;
}

/** Changes ten times on the way, so that whoever listens is told and not talked down. */
const spoken = (title: string, share: number): string => `${title}: ${Math.floor(share * 10) * 10} percent`;

function TroubleLine({ trouble, batchId }: { trouble: Trouble; batchId: string }) {
  if (trouble === "unreachable")
    return (
      <p className="mt-3 text-warning">
        The portal does not answer just now. This page keeps trying; the work itself goes on where it stood.
      </p>
    );
  return (
    <p className="mt-3 text-warning">
      You are signed out, so this page no longer follows the work. It goes on.{" "}
      <Link
        href={`/sign-in?next=${encodeURIComponent(`/batches/${batchId}`)}` as Route}
        className="font-medium underline underline-offset-2"
      >
        Sign in
      </Link>
    </p>
  );
}
