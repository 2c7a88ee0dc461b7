"use client";

import { extend } from "@/app/(portal)/payouts/actions";
import { ConfirmDialog, Fact } from "@/app/(portal)/_ui/confirm-dialog";
import { DayField, weekAfter } from "@/app/(portal)/_payouts/day-field";
import { moneyOf } from "./money-of";
import type { DialogProps } from "@/app/(portal)/_payouts/payout-subject";

/** Moves the expiry to a later day. */
export function ExtendExpiry({ subject, defaults, onClose }: DialogProps) {
  return (
    <ConfirmDialog
      action={extend}
      values={{ payoutId: subject.payoutId }}
      title="Extend the expiry?"
      consequences={
        <>
          <Fact>{subject.recipientName}</Fact> can claim <Fact>{moneyOf(subject)}</Fact> until the end of the day you
          choose. The link in their email stays the same. We do not email them about this change.
        </>
      }
      fields={(refused) => (
        <DayField
          id="extend-day"
          label="New last day"
          hint={`The link works until the end of this day (${defaults.timeZone}).`}
          refused={refused && { ...refused, field: "expires_at" }}
          min={subject.expiryDay}
          start={weekAfter(subject.expiryDay)}
        />
      )}
      keep="Keep expiry"
      submit="Extend expiry"
      pendingLabel="Extending…"
      onClose={onClose}
    />
  );
}
