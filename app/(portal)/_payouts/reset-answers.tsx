"use client";

import { Button } from "@/app/_ui/button";
import { resetAnswers } from "@/app/(portal)/payouts/actions";
import { ConfirmDialog, Fact } from "@/app/(portal)/_ui/confirm-dialog";
import { useQuestion } from "@/app/(portal)/_ui/use-question";
import type { PayoutSubject } from "./payout-subject";

/** For a recipient who mistyped: they get all their verification answers again. */
export function ResetAnswers({ subject, onClose }: { subject: PayoutSubject; onClose: () => void }) {
  const used = subject.answersUsed === 1 ? "1 wrong answer was" : `${subject.answersUsed} wrong answers were`;
  return (
    <ConfirmDialog
      action={resetAnswers}
      values={{ payoutId: subject.payoutId }}
      title="Reset wrong answers?"
      consequences={
        <>
          {used} given. After the reset, <Fact>{subject.recipientName}</Fact> has all their verification answers again.
          Wrong answers can also mean that another person is guessing, so speak with the recipient first.
        </>
      }
      keep="Not now"
      submit="Reset wrong answers"
      pendingLabel="Resetting…"
      onClose={onClose}
    />
  );
}

/** The same action as a button, for the notice about wrong answers. */
export function ResetAnswersButton({ subject }: { subject: PayoutSubject }) {
  const { asked, ask } = useQuestion<"resetAnswers">();
  return (
    <div className="mt-2">
      <Button size="small" onClick={() => ask("resetAnswers")}>
        Reset wrong answers
      </Button>
      {asked && <ResetAnswers key={asked.key} subject={subject} onClose={asked.close} />}
    </div>
  );
}
