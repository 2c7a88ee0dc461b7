"use client";

import { Field, Textarea } from "@/app/_ui/field";
import { cancel } from "@/app/(portal)/payouts/actions";
import { ConfirmDialog, Fact } from "@/app/(portal)/_ui/confirm-dialog";
import type { DialogProps } from "@/app/(portal)/_payouts/payout-subject";
import { moneyOf } from "./money-of";

/** Asks for a confirmation and a reason, and says what a cancellation does. */
export const CancelPayout = ({ subject, onClose }: DialogProps) => (
  <ConfirmDialog
    action={cancel}
    values={{ payoutId: subject.payoutId }}
    title="Cancel Payout?"
    consequences={
      <>
        <Fact>{subject.recipientName}</Fact> can no longer claim <Fact>{moneyOf(subject)}</Fact>. The link in their
        email stops working, and we email them that the payout was canceled. This cannot be undone. To pay them after
        all, create a new payout from this one.
      </>
    }
    fields={(refused) => (
      <Field
        id="cancel-reason"
        label="Reason"
        hint="Kept in the payout's timeline. The recipient does not see it."
        error={refused?.message}
      >
        {(aria) => <Textarea {...aria} name="reason" rows={2} maxLength={500} required />}
      </Field>
    )}
    keep="Keep payout"
    submit="Cancel Payout"
    pendingLabel="Canceling…"
    kind="danger"
    onClose={onClose}
  />
);
