import { toDecimal, formatMoney } from "@/lib/money";
import type { Payout } from "@/lib/payouts/queries";
import type { Settings } from "@/lib/settings/fields";
import { dayOf } from "@/lib/time";
import type { At } from "@/lib/moment";

const dayMs = 86_400_000;

/** What the dialogs about a payout show and start from: strings and numbers only, because they are sent to the browser. */
export type PayoutSubject = ReturnType<typeof payoutSubject>;

export function payoutSubject(
  payout: Payout,
  { now, timeZone }: At,
  { payoutLifetimeDays }: Pick<Settings, "payoutLifetimeDays">,
) {
  const dayAfter = (instant: Date, days: number) => dayOf(new Date(instant.getTime() + days * dayMs), timeZone);
  return {
    payoutId: payout.id,
    recipientName: payout.recipientName,
    recipientEmail: payout.recipientEmail,
    amount: formatMoney(payout.amountMinor, payout.currency),
    amountTyped: toDecimal(payout.amountMinor, payout.currency),
    currency: payout.currency,
    timeZone,
    expiryDay: dayAfter(payout.expiresAt, 0),
    /** The default of the form that extends the expiry: one week later. */
    laterDay: dayAfter(payout.expiresAt, 7),
    /** The default for a payout created now. */
    usualDay: dayAfter(now, payoutLifetimeDays),
    hasAnswer: payout.verificationAnswer !== null,
    answersUsed: payout.verificationAttempts,
  };
}
