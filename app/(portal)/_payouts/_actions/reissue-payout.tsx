"use client";

import { FilePlus } from "lucide-react";
import { reissue } from "@/app/(portal)/payouts/actions";
import { ConfirmButton, Fact } from "@/app/(portal)/_ui/confirm-dialog";
import { ActionLabel } from "./action-label";
import type { PayoutSubject } from "@/app/(portal)/_payouts/payout-subject";
import { ReissueFields } from "./reissue-fields";

/** Creates the new payout that an expired, canceled or failed one needs, with the old values filled in. */
export const ReissuePayout = ({ subject }: { subject: PayoutSubject }) => (
  <ConfirmButton
    label={`Create new payout for ${subject.recipientName}`}
    hint="Create new payout"
    action={reissue}
    values={{ payoutId: subject.payoutId }}
    title="Create a new payout?"
    consequences={
      <>
        <Fact>{subject.recipientName}</Fact> gets a new payout of <Fact>{subject.amount}</Fact>, unless you change it
        below, and an email with a new link. This payout is kept as replaced and cannot be replaced again.
      </>
    }
    fields={(refused) => <ReissueFields subject={subject} refused={refused} />}
    keep="Not now"
    submit="Create new payout"
    pendingLabel="Creating…"
  >
    <ActionLabel icon={FilePlus}>Create new payout</ActionLabel>
  </ConfirmButton>
);
