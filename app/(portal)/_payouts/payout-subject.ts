import { formatAmount } from "@/lib/money";
import { readingZone, type UserActor } from "@/lib/actor";
import { attemptsBlock, reissueBlock, retryBlock } from "@/lib/payouts/failures";
import type { Payout } from "@/lib/payouts/queries";
import { resendBlock, type ResendLimits } from "@/lib/payouts/resend";
import { may } from "@/lib/payouts/transitions";
import type { Settings } from "@/lib/settings/table";
import { dayOf } from "@/lib/time";
import type { At } from "@/lib/moment";

export type PayoutAction = "resend" | "cancel" | "retry" | "reissue" | "extend" | "changeEmail" | "resetAnswers";

/** A payout as its actions see it: texts and numbers only, because each row of a list sends one to the browser. */
export type PayoutSubject = {
  payoutId: string;
  recipientName: string;
  recipientEmail: string;
  /** "1,234.56" */
  amount: string;
  currency: string;
  /** What this actor may do with it now. The server checks again. */
  actions: readonly PayoutAction[];
  /** Why an action that is shown cannot be taken now. */
  blocked?: { resend?: string; retry?: string };
  /** The last day of a payout whose expiry can be extended. */
  expiryDay?: string;
  /** A new payout could ask for the same verification answer. */
  hasAnswer?: boolean;
  answersUsed?: number;
};

/** What the dialogs about all payouts of a page have in common. */
export type PayoutDefaults = {
  timeZone: string;
  /** The last day of a payout created now. */
  usualDay: string;
};

/** What a dialog about a payout gets. */
export type DialogProps = { subject: PayoutSubject; defaults: PayoutDefaults; onClose: () => void };

/** @param attempts payments made so far, where the page knows them. Where it does not, the server checks the limit. */
export function payoutSubject(
  actor: UserActor,
  payout: Payout,
  { now }: At,
  limits: ResendLimits,
  attempts = 0,
): PayoutSubject {
  const actions = openActions(actor, payout);
  const resend = actions.includes("resend") && resendBlock(payout, limits, now, readingZone(actor));
  const retry = actions.includes("retry") && (retryBlock(payout) ?? attemptsBlock(attempts));
  return {
    payoutId: payout.id,
    recipientName: payout.recipientName,
    recipientEmail: payout.recipientEmail,
    amount: formatAmount(payout.amountMinor, payout.currency),
    currency: payout.currency,
    actions,
    ...((resend || retry) && { blocked: { ...(resend && { resend }), ...(retry && { retry }) } }),
    ...(actions.includes("extend") && { expiryDay: dayOf(payout.expiresAt, actor.timeZone) }),
    ...(actions.includes("reissue") && payout.verificationAnswer !== null && { hasAnswer: true }),
    ...(actions.includes("resetAnswers") && { answersUsed: payout.verificationAttempts }),
  };
}

function openActions(actor: UserActor, payout: Payout): PayoutAction[] {
  const open: Record<PayoutAction, boolean> = {
    resend: may(actor, "resend", payout),
    cancel: may(actor, "cancel", payout),
    retry: may(actor, "retry", payout),
    reissue: may(actor, "reissue", payout) && reissueBlock(payout) === null,
    extend: may(actor, "extend", payout),
    changeEmail: may(actor, "readdress", payout),
    resetAnswers: may(actor, "resetAttempts", payout) && payout.verificationAttempts > 0,
  };
  return (Object.keys(open) as PayoutAction[]).filter((action) => open[action]);
}

const dayMs = 86_400_000;

export const payoutDefaults = (
  { now, timeZone }: At,
  { payoutLifetimeDays }: Pick<Settings, "payoutLifetimeDays">,
): PayoutDefaults => ({ timeZone, usualDay: dayOf(new Date(now.getTime() + payoutLifetimeDays * dayMs), timeZone) });
