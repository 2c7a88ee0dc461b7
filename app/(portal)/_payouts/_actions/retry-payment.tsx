"use client";

import { RotateCw } from "lucide-react";
import { SubmitButton } from "@/app/_ui/submit-button";
import { retry } from "@/app/(portal)/payouts/actions";
import { ConfirmButton, Fact } from "@/app/(portal)/_ui/confirm-dialog";
import { ActionLabel } from "./action-label";

type Props = { payoutId: string; recipientName: string; amount: string; block: string | null };

/** Makes the payment again. Where the reason of the failure forbids that, the button stays and says why. */
export function RetryPayment({ payoutId, recipientName, amount, block }: Props) {
  const label = `Retry payment to ${recipientName}`;
  if (block !== null) {
    return (
      <SubmitButton kind="secondary" size="small" label={label} pendingLabel="" block={block}>
        <ActionLabel icon={RotateCw}>Retry payment</ActionLabel>
      </SubmitButton>
    );
  }
  return (
    <ConfirmButton
      label={label}
      hint="Retry payment"
      action={retry}
      values={{ payoutId }}
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
    >
      <ActionLabel icon={RotateCw}>Retry payment</ActionLabel>
    </ConfirmButton>
  );
}
