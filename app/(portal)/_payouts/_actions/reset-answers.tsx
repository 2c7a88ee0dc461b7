"use client";

import { resetAnswers } from "@/app/(portal)/payouts/actions";
import { ConfirmDialog, Fact } from "@/app/(portal)/_ui/confirm-dialog";
import type { DialogProps } from "@/app/(portal)/_payouts/payout-subject";

/** For a recipient who mistyped: they get all their verification answers again. */
export function ResetAnswers({ subject, onClose }: DialogProps) {
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
