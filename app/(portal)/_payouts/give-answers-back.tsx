"use client";

import { Button } from "@/app/_ui/button";
import { giveAnswersBack } from "@/app/(portal)/payouts/actions";
import { Fact, PayoutDialog } from "./payout-dialog";
import type { PayoutSubject } from "./payout-subject";
import { useQuestion } from "@/app/(portal)/_ui/use-question";

/** For a recipient who mistyped: they may answer again as often as at the start. */
export function GiveAnswersBack({ subject, onClose }: { subject: PayoutSubject; onClose: () => void }) {
  const used =
    subject.answersUsed === 1 ? "1 verification answer was" : `${subject.answersUsed} verification answers were`;
  return (
    <PayoutDialog
      action={giveAnswersBack}
      payoutId={subject.payoutId}
      title="Give verification answers back?"
      consequences={
        <>
          {used} used up. <Fact>{subject.recipientName}</Fact> can then try as often as at the start. Wrong answers can
          also mean that somebody else is guessing, so speak with the recipient first.
        </>
      }
      keep="Not now"
      submit="Give answers back"
      pendingLabel="Giving back…"
      onClose={onClose}
    />
  );
}

/** The same where it is what helps. */
export function AnswersBackButton({ subject }: { subject: PayoutSubject }) {
  const { asked, ask } = useQuestion<"giveAnswersBack">();
  return (
    <div className="mt-2">
      <Button size="small" onClick={() => ask("giveAnswersBack")}>
        Give answers back
      </Button>
      {asked && <GiveAnswersBack key={asked.key} subject={subject} onClose={asked.close} />}
    </div>
  );
}
