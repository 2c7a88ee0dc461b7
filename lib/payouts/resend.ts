import { formatTime } from "@/lib/time";
import type { Payout } from "./queries";

/**
 * How often a payout's email may be sent again. The numbers also stand in the database, as a check on `resend_count`.
 */
export const resendLimits = { atMost: 5, apartMs: 10 * 60_000 } as const;

/**
 * Why the email cannot be sent again right now, in words for the button; null when it can. Who may do it, and in which
 * status, the table of transitions says.
 */
export function resendBlock(
  payout: Pick<Payout, "resendCount" | "lastEmailedAt">,
  now: Date,
  timeZone: string,
): string | null {
  if (payout.resendCount >= resendLimits.atMost) {
    return `The email has been sent again ${resendLimits.atMost} times, which is the most. Contact the recipient another way; if the address is wrong, change it.`;
  }
  const freeAt = payout.lastEmailedAt && new Date(payout.lastEmailedAt.getTime() + resendLimits.apartMs);
  if (freeAt && freeAt > now) {
    return `The last email is less than 10 minutes old. You can send it again after ${formatTime(freeAt, timeZone)}.`;
  }
  return null;
}
