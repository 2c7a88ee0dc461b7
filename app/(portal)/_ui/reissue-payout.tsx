"use client";

import { useRef } from "react";
import { Button } from "@/app/_ui/button";
import { Dialog } from "@/app/_ui/dialog";
import { SubmitButton } from "@/app/_ui/submit-button";
import { reissue } from "../payouts/actions";
import { ActionForm } from "./action-form";

type Props = { payoutId: string; recipientName: string; recipientEmail: string; amount: string };

/** Offers the new payout that an expired or failed one needs, and says what it will be before it is made. */
export function ReissuePayout({ payoutId, recipientName, recipientEmail, amount }: Props) {
  const dialog = useRef<HTMLDialogElement>(null);
  return (
    <>
      <Button size="small" aria-label={`Create new payout for ${recipientName}`} onClick={() => dialog.current?.showModal()}>
        Create new payout
      </Button>
      <Dialog ref={dialog} title="Create a new payout?">
        <p className="mb-4 text-muted">
          <strong className="font-medium text-ink">{recipientName}</strong> gets a new payout of{" "}
          <strong className="font-medium text-ink">{amount}</strong> and an email with a new link at{" "}
          <strong className="font-medium break-all text-ink">{recipientEmail}</strong>. This payout stays on record as replaced and cannot be replaced
          again.
        </p>
        <ActionForm action={reissue} onSettled={() => dialog.current?.close()} className="flex justify-end gap-2">
          <input type="hidden" name="payoutId" value={payoutId} />
          <Button onClick={() => dialog.current?.close()}>Not now</Button>
          <SubmitButton pendingLabel="Creating…">Create new payout</SubmitButton>
        </ActionForm>
      </Dialog>
    </>
  );
}
