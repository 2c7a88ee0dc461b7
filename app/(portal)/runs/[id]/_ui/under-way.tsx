"use client";

import { Card } from "@/app/_ui/card";
import { ProgressBar } from "@/app/_ui/progress-bar";
import { SubmitButton } from "@/app/_ui/submit-button";
import { ActionForm } from "@/app/(portal)/_ui/action-form";
import { counted, figure } from "@/app/(portal)/_ui/figures";
import { SpokenProgress, TroubleLine, useProgress } from "@/app/(portal)/_progress/use-progress";
import { stopRun } from "@/app/(portal)/runs/actions";
import type { RunProgress } from "@/lib/runs/status";

const isOther = (now: RunProgress, first: RunProgress) => now.status !== first.status;

type Props = { runId: string; first: RunProgress; stoppable: boolean };

/** A run that is under way: how far it has come, kept up to date until it is over, and the button that stops it. */
export function UnderWay({ runId, first, stoppable }: Props) {
  const { progress, trouble } = useProgress(`/runs/${runId}/progress`, first, isOther);
  const share = progress.taken / progress.payoutCount;
  const words = wordsOf(progress);
  return (
    <Card className="mb-6 px-4 py-5">
      <div className="mb-3 flex flex-wrap items-start justify-between gap-x-6 gap-y-3">
        <p className="text-muted tabular-nums">{words}</p>
        {stoppable && (
          <ActionForm action={stopRun}>
            <input type="hidden" name="runId" value={runId} />
            <SubmitButton kind="secondary" size="small" pendingLabel="Stopping…">
              Stop
            </SubmitButton>
          </ActionForm>
        )}
      </div>
      <ProgressBar label="Progress of this run" share={share} words={words} />
      <p className="mt-3 text-sm text-muted">You can leave this page; the run goes on.</p>
      <SpokenProgress title="Run" share={share} />
      <TroubleLine trouble={trouble} />
    </Card>
  );
}

function wordsOf({ taken, payoutCount, doneCount, skippedCount, failedCount }: RunProgress): string {
  const failed = failedCount > 0 ? `, ${figure(failedCount)} failed` : "";
  return `${figure(taken)} of ${counted(payoutCount, "payout")}: ${figure(doneCount)} done, ${figure(skippedCount)} skipped${failed}`;
}
