"use client";

import { CircleX } from "lucide-react";
import { Field, Textarea } from "@/app/_ui/field";
import { cancel } from "@/app/(portal)/payouts/actions";
import { ConfirmButton, Fact } from "@/app/(portal)/_ui/confirm-dialog";
import { ActionLabel } from "./action-label";

type Props = { payoutId: string; recipientName: string; amount: string };

/** Asks for a confirmation and a reason, and says what a cancellation does. */
export const CancelPayout = ({ payoutId, recipientName, amount }: Props) => (
  <ConfirmButton
    label={`Cancel Payout to ${recipientName}`}
    hint="Cancel Payout"
    action={cancel}
    values={{ payoutId }}
    title="Cancel Payout?"
    consequences={
      <>
        <Fact>{recipientName}</Fact> can no longer claim <Fact>{amount}</Fact>. The link in their email stops working,
        and we email them that the payout was canceled. This cannot be undone. To pay them after all, create a new
        payout from this one.
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
  >
    <ActionLabel icon={CircleX}>Cancel Payout</ActionLabel>
  </ConfirmButton>
);
