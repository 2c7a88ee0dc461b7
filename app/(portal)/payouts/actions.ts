"use server";

import { z } from "zod";
import { adminAction } from "@/lib/action";
import { queuedEmailWords } from "@/lib/email";
import { cancelPayout, resendPayout } from "@/lib/payouts/mutations";
import { reissuePayout } from "@/lib/payouts/reissue";
import { resendLimits } from "@/lib/payouts/resend";
import { formatMoney } from "@/lib/money";

const payoutId = z.uuid("This payout does not exist.");
const reason = z.string().trim().min(1, "Say why, in a few words; it stays in the payout's timeline.").max(500, "Say it in at most 500 characters.");

export const cancel = adminAction(z.object({ payoutId, reason }), async (actor, input) => {
  const payout = await cancelPayout(actor, input.payoutId, input.reason);
  return { message: `Canceled: ${formatMoney(payout.amountMinor, payout.currency)} to ${payout.recipientName}. The email that tells them ${queuedEmailWords()}.` };
});

export const resend = adminAction(z.object({ payoutId }), async (actor, input) => {
  const payout = await resendPayout(actor, input.payoutId);
  const left = resendLimits.atMost - payout.resendCount;
  const more = left === 0 ? "That was the last time it can be sent again." : `You can send it ${left} more ${left === 1 ? "time" : "times"}.`;
  return { message: `The email to ${payout.recipientEmail} ${queuedEmailWords()}. ${more}` };
});

export const reissue = adminAction(z.object({ payoutId }), async (actor, input) => {
  const payout = await reissuePayout(actor, input.payoutId);
  return { message: `Created ${payout.reference}: ${formatMoney(payout.amountMinor, payout.currency)} to ${payout.recipientName}. Their email ${queuedEmailWords()}.` };
});
