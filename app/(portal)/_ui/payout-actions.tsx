import type { UserActor } from "@/lib/actor";
import { formatMoney } from "@/lib/money";
import type { Payout } from "@/lib/payouts/queries";
import { resendBlock } from "@/lib/payouts/resend";
import { may } from "@/lib/payouts/transitions";
import { CancelPayout } from "./cancel-payout";
import { ResendPayout } from "./resend-payout";

/** What this actor may do with this payout now; nothing when nothing. The server decides again when a button is pressed. */
export function PayoutActions({ actor, payout, now }: { actor: UserActor; payout: Payout; now: Date }) {
  const subject = { payoutId: payout.id, recipientName: payout.recipientName, amount: formatMoney(payout.amountMinor, payout.currency) };
  const resend = may(actor, "resend", payout);
  const cancel = may(actor, "cancel", payout);
  if (!resend && !cancel) return null;
  return (
    <div className="relative flex flex-wrap justify-end gap-1.5">
      {resend && <ResendPayout {...subject} block={resendBlock(payout, now, actor.timeZone)} />}
      {cancel && <CancelPayout {...subject} />}
    </div>
  );
}
