import type { UserActor } from "@/lib/actor";
import { attemptsBlock, reissueBlock, retryBlock } from "@/lib/payouts/failures";
import type { Payout } from "@/lib/payouts/queries";
import { resendBlock } from "@/lib/payouts/resend";
import { may } from "@/lib/payouts/transitions";
import type { Settings } from "@/lib/settings/fields";
import type { At } from "@/lib/moment";
import { CancelPayout } from "./_actions/cancel-payout";
import { MoreActions, type MoreAction } from "./_actions/more-actions";
import { payoutSubject } from "./payout-subject";
import { ReissuePayout } from "./_actions/reissue-payout";
import { ResendPayout } from "./_actions/resend-payout";
import { RetryPayment } from "./_actions/retry-payment";

type Props = {
  actor: UserActor;
  payout: Payout;
  at: At;
  settings: Settings;
  /** In the narrow cell at the end of a row: icons in place of words. */
  compact?: boolean;
  /** Payment attempts so far, where the page knows them. Where it does not, the server checks the limit. */
  attempts?: number;
};

/** The actions that this actor may take on this payout now. The server checks again when a button is pressed. */
export function PayoutActions({ actor, payout, at, settings, compact, attempts = 0 }: Props) {
  const resend = may(actor, "resend", payout);
  const cancel = may(actor, "cancel", payout);
  const retry = may(actor, "retry", payout);
  const reissue = may(actor, "reissue", payout) && reissueBlock(payout) === null;
  const more = moreActions(actor, payout);
  if (!resend && !cancel && !retry && !reissue && more.length === 0) return null;
  const subject = payoutSubject(payout, at, settings);
  return (
    <div data-actions data-compact={compact} className="relative flex flex-wrap gap-1.5">
      {resend && <ResendPayout {...subject} block={resendBlock(payout, at.now, actor.timeZone)} />}
      {cancel && <CancelPayout {...subject} />}
      {retry && <RetryPayment {...subject} block={retryBlock(payout) ?? attemptsBlock(attempts)} />}
      {reissue && <ReissuePayout subject={subject} />}
      {more.length > 0 && <MoreActions subject={subject} actions={more} />}
    </div>
  );
}

function moreActions(actor: UserActor, payout: Payout): MoreAction[] {
  const open: Record<MoreAction, boolean> = {
    extend: may(actor, "extend", payout),
    changeEmail: may(actor, "readdress", payout),
    resetAnswers: may(actor, "resetAttempts", payout) && payout.verificationAttempts > 0,
  };
  return (Object.keys(open) as MoreAction[]).filter((action) => open[action]);
}
