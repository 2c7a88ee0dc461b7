"use client";

import { useId } from "react";
import { Button } from "@/app/_ui/button";
import { SubmitButton } from "@/app/_ui/submit-button";
import { toast } from "@/app/_ui/toast";
import { resend } from "../payouts/actions";
import { ActionForm } from "./action-form";

type Props = { payoutId: string; recipientName: string; block: string | null };

/** Sends the payout's email again. While a limit forbids it, the button stays to say which one. */
export function ResendPayout({ payoutId, recipientName, block }: Props) {
  const why = useId();
  const label = `Resend email to ${recipientName}`;
  if (block) {
    return (
      <>
        <Button size="small" aria-label={label} aria-disabled title={block} aria-describedby={why} onClick={() => toast(block, false)}>
          Resend email
        </Button>
        <span id={why} className="sr-only">
          {block}
        </span>
      </>
    );
  }
  return (
    <ActionForm action={resend}>
      <input type="hidden" name="payoutId" value={payoutId} />
      <SubmitButton kind="secondary" size="small" label={label} pendingLabel="Sending…">
        Resend email
      </SubmitButton>
    </ActionForm>
  );
}
