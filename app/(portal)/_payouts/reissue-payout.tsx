"use client";

import { Button } from "@/app/_ui/button";
import { reissue } from "@/app/(portal)/payouts/actions";
import { Fact, PayoutDialog } from "./payout-dialog";
import type { PayoutSubject } from "./payout-subject";
import { ReissueFields } from "./reissue-fields";
import { useQuestion } from "@/app/(portal)/_ui/use-question";

/** Creates the new payout that an expired or failed one needs, with the old values filled in. */
export function ReissuePayout({ subject }: { subject: PayoutSubject }) {
  const { asked, ask } = useQuestion<"reissue">();
  return (
    <>
      <Button size="small" aria-label={`Create new payout for ${subject.recipientName}`} onClick={() => ask("reissue")}>
        Create new payout
      </Button>
      {asked && (
        <PayoutDialog
          key={asked.key}
          action={reissue}
          payoutId={subject.payoutId}
          title="Create a new payout?"
          consequences={
            <>
              <Fact>{subject.recipientName}</Fact> gets a new payout of <Fact>{subject.amount}</Fact>, unless you change
              it below, and an email with a new link. This payout is kept as replaced and cannot be replaced again.
            </>
          }
          fields={(refused) => <ReissueFields subject={subject} refused={refused} />}
          keep="Not now"
          submit="Create new payout"
          pendingLabel="Creating…"
          onClose={asked.close}
        />
      )}
    </>
  );
}
