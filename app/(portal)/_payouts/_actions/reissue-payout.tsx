"use client";

import { reissue } from "@/app/(portal)/payouts/actions";
import { ConfirmDialog, Fact } from "@/app/(portal)/_ui/confirm-dialog";
import type { DialogProps } from "@/app/(portal)/_payouts/payout-subject";
import { moneyOf } from "./money-of";
import { ReissueFields } from "./reissue-fields";

/** Creates the new payout that an expired, canceled or failed one needs, with the old values filled in. */
export const ReissuePayout = ({ subject, defaults, onClose }: DialogProps) => (
  <ConfirmDialog
    action={reissue}
    values={{ payoutId: subject.payoutId }}
    title="Create a new payout?"
    consequences={
      <>
        <Fact>{subject.recipientName}</Fact> gets a new payout of <Fact>{moneyOf(subject)}</Fact>, unless you change it
        below, and an email with a new link. This payout is kept as replaced and cannot be replaced again.
      </>
    }
    fields={(refused) => <ReissueFields subject={subject} defaults={defaults} refused={refused} />}
    keep="Not now"
    submit="Create new payout"
    pendingLabel="Creating…"
    onClose={onClose}
  />
);
