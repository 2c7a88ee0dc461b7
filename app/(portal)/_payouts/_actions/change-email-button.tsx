"use client";

import { Button } from "@/app/_ui/button";
import { useQuestion } from "@/app/(portal)/_ui/use-question";
import { ChangeEmail } from "./change-email";
import type { PayoutSubject } from "@/app/(portal)/_payouts/payout-subject";

/** Beside the words that say that the email did not arrive. */
export function ChangeEmailButton({ subject }: { subject: PayoutSubject }) {
  const { asked, ask } = useQuestion<"change">();
  return (
    <>
      <Button
        size="small"
        data-scripted
        aria-label={`Change email of ${subject.recipientName}`}
        onClick={() => ask("change")}
      >
        Change email
      </Button>
      {asked && <ChangeEmail key={asked.key} subject={subject} onClose={asked.close} />}
    </>
  );
}
