"use client";

import { Button } from "@/app/_ui/button";
import { Field, Textarea } from "@/app/_ui/field";
import { cancel } from "@/app/(portal)/payouts/actions";
import { Fact, PayoutDialog } from "./payout-dialog";
import { useQuestion } from "@/app/(portal)/_ui/use-question";

type Props = { payoutId: string; recipientName: string; amount: string };

/** Asks before it cancels: what will happen, to whom, and why the admin wants it. */
export function CancelPayout({ payoutId, recipientName, amount }: Props) {
  const { asked, ask } = useQuestion<"cancel">();
  return (
    <>
      <Button size="small" aria-label={`Cancel payout to ${recipientName}`} onClick={() => ask("cancel")}>
        Cancel payout
      </Button>
      {asked && (
        <PayoutDialog
          key={asked.key}
          action={cancel}
          payoutId={payoutId}
          title="Cancel this payout?"
          consequences={
            <>
              <Fact>{recipientName}</Fact> will not be able to claim <Fact>{amount}</Fact>. The link in their email
              stops working and we tell them by email. This cannot be undone; to pay them later, create a new payout.
            </>
          }
          fields={(refused) => (
            <Field
              id="cancel-reason"
              label="Why?"
              hint="Kept in the payout's timeline. The recipient does not see it."
              error={refused?.message}
            >
              {(aria) => <Textarea {...aria} name="reason" rows={2} maxLength={500} required />}
            </Field>
          )}
          keep="Keep payout"
          submit="Cancel payout"
          pendingLabel="Canceling…"
          kind="danger"
          onClose={asked.close}
        />
      )}
    </>
  );
}
