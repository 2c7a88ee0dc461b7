"use server";

import { z } from "zod";
import { readingZone } from "@/lib/actor";
import { adminAction } from "@/lib/web/action";
import { readForm } from "@/lib/payouts/fields/form";
import { reissueColumns, type ReissueColumn } from "@/lib/payouts/fields/table";
import { queuedEmailWords } from "@/lib/mail/smtp";
import { currentMoment } from "@/lib/moment";
import { formatMoney } from "@/lib/money";
import { retryPayout } from "@/lib/payments/attempts";
import {
  cancelPayout,
  changeEmail as readdressPayout,
  extendExpiry,
  resendPayout,
  resetAttempts,
} from "@/lib/payouts/mutations";
import { getPayout } from "@/lib/payouts/queries";
import { reissuePayout } from "@/lib/payouts/reissue";
import { incomingText } from "@/lib/incoming-text";
import { organizationSettings } from "@/lib/settings/queries";
import { formatInstant } from "@/lib/time";

const payoutId = z.uuid("This payout does not exist.");
/** What the rules of a payout's fields read. */
const text = z.string().max(1_000, "This is too long.");
const prose = { joiners: true, lineBreaks: true };
const atMost500 = z.string().max(500, "Use at most 500 characters.");
const reason = incomingText(atMost500.min(1, "Enter a reason. It is kept in the payout's timeline."), prose);

export const cancel = adminAction(z.object({ payoutId, reason }), async (actor, input) => {
  const payout = await cancelPayout(actor, input.payoutId, input.reason);
  return {
    message: `Canceled: ${formatMoney(payout.amountMinor, payout.currency)} to ${payout.recipientName}. The email about it ${queuedEmailWords()}.`,
  };
});

export const resend = adminAction(z.object({ payoutId }), async (actor, input) => {
  const payout = await resendPayout(actor, input.payoutId);
  const left = (await organizationSettings(actor)).resendLimit - payout.resendCount;
  const more =
    left <= 0
      ? "It cannot be sent again after this."
      : `You can send it ${left} more ${left === 1 ? "time" : "times"}.`;
  return { message: `The email to ${payout.recipientEmail} ${queuedEmailWords()}. ${more}` };
});

export const extend = adminAction(
  z.object({ payoutId, expires_at: text.min(1, "Choose the new last day.") }),
  async (actor, input) => {
    const { expiresAt } = readForm({ expires_at: input.expires_at }, await currentMoment(actor));
    const payout = await extendExpiry(actor, input.payoutId, expiresAt!);
    return {
      message: `${payout.recipientName} can claim it until ${formatInstant(payout.expiresAt, readingZone(actor))}.`,
    };
  },
  { keep: ["expires_at"] },
);

export const changeEmail = adminAction(
  z.object({ payoutId, email: text }),
  async (actor, input) => {
    const { recipientEmail } = readForm({ email: input.email }, await currentMoment(actor));
    const payout = await readdressPayout(actor, input.payoutId, recipientEmail!);
    return {
      message: `The old link no longer works. The email with a new one to ${payout.recipientEmail} ${queuedEmailWords()}.`,
    };
  },
  { keep: ["email"] },
);

export const resetAnswers = adminAction(z.object({ payoutId }), async (actor, input) => {
  const payout = await resetAttempts(actor, input.payoutId);
  return { message: `${payout.recipientName} has all their verification answers again.` };
});

export const retry = adminAction(z.object({ payoutId }), async (actor, input) => {
  await retryPayout(actor, input.payoutId);
  return {
    message: "The payment is on its way again, with the same details. The page of the payout will show the result.",
  };
});

const cell = text.optional();
const replacement = z.object({
  payoutId,
  ...(Object.fromEntries(reissueColumns.map((name) => [name, cell])) as Record<ReissueColumn, typeof cell>),
  change_amount: z.literal("on").optional(),
  answer: z.enum(["same", "code"]).optional(),
  note: incomingText(atMost500, prose).optional(),
});

export const reissue = adminAction(
  replacement,
  async (actor, { payoutId: id, change_amount, answer, note, amount, ...cells }) => {
    const at = await currentMoment(actor);
    const { currency } = await getPayout(actor, id, at.now);
    const money = change_amount ? { amount: amount ?? "", currency } : {};
    const { expiresAt, ...fields } = readForm({ ...cells, ...money }, at);
    const changes = {
      ...fields,
      ...(expiresAt && { expiresAt }),
      ...(note && { note }),
      dropAnswer: answer === "code",
    };
    const payout = await reissuePayout(actor, id, changes);
    return {
      message: `Created ${payout.reference}: ${formatMoney(payout.amountMinor, payout.currency)} to ${payout.recipientName}. Their email ${queuedEmailWords()}.`,
    };
  },
  { keep: [...reissueColumns, "change_amount", "answer", "note"] },
);
