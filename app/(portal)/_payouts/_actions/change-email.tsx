"use client";

import { Field, Input } from "@/app/_ui/field";
import { changeEmail } from "@/app/(portal)/payouts/actions";
import { ConfirmDialog, Fact } from "@/app/(portal)/_ui/confirm-dialog";
import { moneyOf } from "./money-of";
import type { DialogProps } from "@/app/(portal)/_payouts/payout-subject";

/** For an address that is wrong or no longer in use. */
export function ChangeEmail({ subject, onClose }: DialogProps) {
  return (
    <ConfirmDialog
      action={changeEmail}
      values={{ payoutId: subject.payoutId }}
      title="Change the recipient's email?"
      consequences={
        <>
          The link sent to <Fact>{subject.recipientEmail}</Fact> stops working, and we email a new one for{" "}
          <Fact>{moneyOf(subject)}</Fact> to the new address. Check the address with{" "}
          <Fact>{subject.recipientName}</Fact> first, so that nobody else gets the link.
        </>
      }
      fields={(refused) => (
        <Field id="new-email" label="New email address" error={refused?.message}>
          {(aria) => (
            <Input
              {...aria}
              name="email"
              type="email"
              required
              maxLength={254}
              autoComplete="off"
              defaultValue={refused?.typed?.email}
            />
          )}
        </Field>
      )}
      keep="Keep address"
      submit="Change email"
      pendingLabel="Changing…"
      onClose={onClose}
    />
  );
}
