"use client";

import { Mail } from "lucide-react";
import { SubmitButton } from "@/app/_ui/submit-button";
import { resend } from "@/app/(portal)/payouts/actions";
import { ActionForm } from "@/app/(portal)/_ui/action-form";
import { ActionLabel } from "./action-label";

type Props = { payoutId: string; recipientName: string; block: string | null };

/** Sends the payout's email again. While a limit forbids it, the button stays and says which limit. */
export function ResendPayout({ payoutId, recipientName, block }: Props) {
  return (
    <ActionForm action={resend}>
      <input type="hidden" name="payoutId" value={payoutId} />
      <SubmitButton
        kind="secondary"
        size="small"
        label={`Resend Payout Email to ${recipientName}`}
        pendingLabel="Sending…"
        title="Resend Payout Email"
        block={block}
      >
        <ActionLabel icon={Mail}>Resend Payout Email</ActionLabel>
      </SubmitButton>
    </ActionForm>
  );
}
