"use client";

import { Field, Input } from "@/app/_ui/field";
import { extend } from "@/app/(portal)/payouts/actions";
import { ConfirmDialog, Fact } from "@/app/(portal)/_ui/confirm-dialog";
import { moneyOf } from "./money-of";
import type { DialogProps } from "@/app/(portal)/_payouts/payout-subject";

/** What the form starts with: a week later than now. */
function weekAfter(day: string | undefined): string | undefined {
  if (day === undefined) return undefined;
  const later = new Date(`${day}T00:00:00Z`);
  later.setUTCDate(later.getUTCDate() + 7);
  return later.toISOString().slice(0, 10);
}

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
        <Field
          id="extend-day"
          label="New last day"
          hint={`The link works until the end of this day (${defaults.timeZone}).`}
          error={refused?.message}
        >
          {(aria) => (
            <Input
              {...aria}
              name="expires_at"
              type="date"
              required
              min={subject.expiryDay}
              defaultValue={refused?.typed?.expires_at ?? weekAfter(subject.expiryDay)}
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
