import { counted } from "@/lib/plain-words";
import type { Settings } from "@/lib/settings/table";
import { formatTime } from "@/lib/time";
import type { Payout } from "./queries";

/** How often a payout's email may be sent again, in all, and how long after the last one: the organization's settings. */
export type ResendLimits = Pick<Settings, "resendLimit" | "resendWaitMinutes">;

type Emailed = Pick<Payout, "resendCount" | "lastEmailedAt">;

/** Whether one of the limits holds the email back right now, and until when: null where it does so for good. */
export function resendHold(
  { resendCount, lastEmailedAt }: Emailed,
  { resendLimit, resendWaitMinutes }: ResendLimits,
  now: Date,
): { until: Date | null } | null {
  if (resendCount >= resendLimit) return { until: null };
  const freeAt = lastEmailedAt && new Date(lastEmailedAt.getTime() + resendWaitMinutes * 60_000);
  return freeAt && freeAt > now ? { until: freeAt } : null;
}

/**
 * Why the email cannot be sent again right now, in words for the button; null when it can. Who may do it, and in which
 * status, the table of transitions says.
 */
export function resendBlock(payout: Emailed, limits: ResendLimits, now: Date, timeZone: string): string | null {
  const hold = resendHold(payout, limits, now);
  if (hold === null) return null;
  return hold.until === null
    ? `The email has been sent again ${counted(payout.resendCount, "time")}, which is the most. Contact the recipient another way; if the address is wrong, change it.`
    : `The last email is less than ${waitWords(limits)} old. You can send it again after ${formatTime(hold.until, timeZone)}.`;
}

/** "10 minutes" */
export const waitWords = ({ resendWaitMinutes }: ResendLimits): string => counted(resendWaitMinutes, "minute");
