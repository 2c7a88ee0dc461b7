"use client";

import { Button } from "@/app/_ui/button";
import { Field, Textarea } from "@/app/_ui/field";
import { cancel } from "@/app/(portal)/payouts/actions";
import { Fact, PayoutDialog } from "./payout-dialog";
import { useQuestion } from "@/app/(portal)/_ui/use-question";

type Props = { payoutId: string; recipientName: string; amount: string };

/** Asks for a confirmation and a reason, and says what a cancellation does. */
export function CancelPayout({ payoutId, recipientName, amount }: Props) {
  const { asked, ask } = useQuestion<"cancel">();
  return (
    <>
      <Button size="small" aria-label={`Cancel Payout to ${recipientName}`} onClick={() => ask("cancel")}>
        Cancel Payout
      </Button>
      {asked && (
        <PayoutDialog
          key={asked.key}
          action={cancel}
          payoutId={payoutId}
          title="Cancel Payout?"
          consequences={
            <>
              <Fact>{recipientName}</Fact> can no longer claim <Fact>{amount}</Fact>. The link in their email stops
              working, and we email them that the payout was canceled. This cannot be undone. To pay them later, upload
              the payout again under a new reference.
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
          onClose={asked.close}
        />
      )}
    </>
  );
}
