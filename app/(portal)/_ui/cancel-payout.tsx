"use client";

import { useId, useRef } from "react";
import { Button } from "@/app/_ui/button";
import { Dialog } from "@/app/_ui/dialog";
import { Field, Textarea } from "@/app/_ui/field";
import { SubmitButton } from "@/app/_ui/submit-button";
import { cancel } from "../payouts/actions";
import { ActionForm } from "./action-form";

type Props = { payoutId: string; recipientName: string; amount: string };

/** Asks before it cancels: what will happen, to whom, and why the admin wants it. */
export function CancelPayout({ payoutId, recipientName, amount }: Props) {
  const dialog = useRef<HTMLDialogElement>(null);
  const id = useId();
  return (
    <>
      <Button size="small" aria-label={`Cancel payout to ${recipientName}`} onClick={() => dialog.current?.showModal()}>
        Cancel payout
      </Button>
      <Dialog ref={dialog} title="Cancel this payout?">
        <p className="mb-4 text-muted">
          <strong className="font-medium text-ink">{recipientName}</strong> will not be able to claim{" "}
          <strong className="font-medium text-ink">{amount}</strong>. The link in their email stops working and we tell them by email. This cannot be
          undone; to pay them later, create a new payout.
        </p>
        <ActionForm action={cancel} onSettled={() => dialog.current?.close()} className="flex flex-col gap-4">
          {(result) => (
            <>
              <input type="hidden" name="payoutId" value={payoutId} />
              <Field id={id} label="Why?" hint="Kept in the payout's timeline. The recipient does not see it." error={result && !result.ok && result.code === "invalid" ? result.message : undefined}>
                {(aria) => <Textarea {...aria} name="reason" rows={2} maxLength={500} required />}
              </Field>
              <div className="flex justify-end gap-2">
                <Button onClick={() => dialog.current?.close()}>Keep payout</Button>
                <SubmitButton kind="danger" pendingLabel="Canceling…">
                  Cancel payout
                </SubmitButton>
              </div>
            </>
          )}
        </ActionForm>
      </Dialog>
    </>
  );
}
