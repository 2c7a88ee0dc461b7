"use client";

import { Field, Input } from "@/app/_ui/field";
import { extend } from "@/app/(portal)/payouts/actions";
import { ConfirmDialog, Fact } from "@/app/(portal)/_ui/confirm-dialog";
import type { PayoutSubject } from "@/app/(portal)/_payouts/payout-subject";

/** Moves the expiry to a later day. */
export function ExtendExpiry({ subject, onClose }: { subject: PayoutSubject; onClose: () => void }) {
  return (
    <ConfirmDialog
      action={extend}
      values={{ payoutId: subject.payoutId }}
      title="Extend the expiry?"
      consequences={
        <>
          <Fact>{subject.recipientName}</Fact> can claim <Fact>{subject.amount}</Fact> until the end of the day you
          choose. The link in their email stays the same. We do not email them about this change.
        </>
      }
      fields={(refused) => (
        <Field
          id="extend-day"
          label="New last day"
          hint={`The link works until the end of this day (${subject.timeZone}).`}
          error={refused?.message}
        >
          {(aria) => (
            <Input
              {...aria}
              name="expires_at"
              type="date"
              required
              min={subject.expiryDay}
              defaultValue={refused?.typed?.expires_at ?? subject.laterDay}
            />
          )}
        </Field>
      )}
      keep="Keep expiry"
      submit="Extend expiry"
      pendingLabel="Extending…"
      onClose={onClose}
    />
  );
}
