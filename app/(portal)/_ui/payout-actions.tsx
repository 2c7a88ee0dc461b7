import type { UserActor } from "@/lib/actor";
import { formatMoney } from "@/lib/money";
import { reissueBlock } from "@/lib/payouts/failures";
import type { Payout } from "@/lib/payouts/queries";
import { resendBlock } from "@/lib/payouts/resend";
import { may } from "@/lib/payouts/transitions";
import { CancelPayout } from "./cancel-payout";
import { ReissuePayout } from "./reissue-payout";
import { ResendPayout } from "./resend-payout";

/** What this actor may do with this payout now; nothing when nothing. The server decides again when a button is pressed. */
export function PayoutActions({ actor, payout, now }: { actor: UserActor; payout: Payout; now: Date }) {
  const subject = { payoutId: payout.id, recipientName: payout.recipientName, amount: formatMoney(payout.amountMinor, payout.currency) };
  const resend = may(actor, "resend", payout);
  const cancel = may(actor, "cancel", payout);
  const reissue = may(actor, "reissue", payout) && reissueBlock(payout) === null;
  if (!resend && !cancel && !reissue) return null;
  return (
    <div className="relative flex gap-1.5 max-md:flex-wrap md:justify-end">
      {resend && <ResendPayout {...subject} block={resendBlock(payout, now, actor.timeZone)} />}
      {cancel && <CancelPayout {...subject} />}
      {reissue && <ReissuePayout {...subject} recipientEmail={payout.recipientEmail} />}
    </div>
  );
}
