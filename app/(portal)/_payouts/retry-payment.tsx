"use client";

import { Button } from "@/app/_ui/button";
import { SubmitButton } from "@/app/_ui/submit-button";
import { retry } from "@/app/(portal)/payouts/actions";
import { Fact, PayoutDialog } from "./payout-dialog";
import { useQuestion } from "@/app/(portal)/_ui/use-question";

type Props = { payoutId: string; recipientName: string; amount: string; block: string | null };

/** Makes the payment again. Where the reason of the failure forbids that, the button stays and says why. */
export function RetryPayment({ payoutId, recipientName, amount, block }: Props) {
  const { asked, ask } = useQuestion<"retry">();
  const label = `Retry payment to ${recipientName}`;
  if (block !== null) {
    return (
      <SubmitButton kind="secondary" size="small" label={label} pendingLabel="" block={block}>
        Retry payment
      </SubmitButton>
    );
  }
  return (
    <>
      <Button size="small" aria-label={label} onClick={() => ask("retry")}>
        Retry payment
      </Button>
      {asked && (
        <PayoutDialog
          key={asked.key}
          action={retry}
          payoutId={payoutId}
          title="Retry this payment?"
          consequences={
            <>
              We send <Fact>{amount}</Fact> to <Fact>{recipientName}</Fact> again, with the same payment details. The
              payment cannot be recalled. The recipient does not need to do anything.
            </>
          }
          keep="Not now"
          submit="Retry payment"
          pendingLabel="Retrying…"
          onClose={asked.close}
        />
      )}
    </>
  );
}
