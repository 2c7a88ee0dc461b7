"use client";

import { retry } from "@/app/(portal)/payouts/actions";
import { ConfirmDialog, Fact } from "@/app/(portal)/_ui/confirm-dialog";
import type { DialogProps } from "@/app/(portal)/_payouts/payout-subject";
import { moneyOf } from "./money-of";

/** Makes the payment again, with the same details. */
export const RetryPayment = ({ subject, onClose }: DialogProps) => (
  <ConfirmDialog
    action={retry}
    values={{ payoutId: subject.payoutId }}
    title="Retry this payment?"
    consequences={
      <>
        We send <Fact>{moneyOf(subject)}</Fact> to <Fact>{subject.recipientName}</Fact> again, with the same payment
        details. The payment cannot be recalled. The recipient does not need to do anything.
      </>
    }
    keep="Not now"
    submit="Retry payment"
    pendingLabel="Retrying…"
    onClose={onClose}
  />
);
