import type { Actor } from "@/lib/actor";
import { attemptsBlock, reissueBlock, retryBlock } from "@/lib/payouts/failures";
import type { Payout } from "@/lib/payouts/queries";
import { resendHold, waitWords, type ResendLimits } from "@/lib/payouts/resend";
import { counted } from "@/lib/plain-words";
import { may, standingWords } from "@/lib/payouts/transitions";
import { runActionTable, type RunAction } from "./table";

/** What a decision on a payout needs, as it stands at the moment; `attempts`: payments made so far. */
type Judged = Pick<Payout, "status" | "archivedAt" | "failureCode" | "erasureId" | "resendCount" | "lastEmailedAt"> & {
  attempts: number;
};

type Block = (payout: Judged, limits: ResendLimits, now: Date) => string | null;

/** What forbids it though the payout stands where the transition starts: the rules of the buttons and of the changes. */
const blocks: Record<RunAction, Block> = {
  resend: (payout, limits, now) => {
    const hold = resendHold(payout, limits, now);
    if (hold === null) return null;
    return hold.until === null
      ? `The email has been sent again ${counted(limits.resendLimit, "time")}, which is the most.`
      : `Emailed less than ${waitWords(limits)} ago.`;
  },
  cancel: () => null,
  extend: () => null,
  reissue: reissueBlock,
  retry: (payout) => retryBlock(payout) ?? attemptsBlock(payout.attempts),
};

/**
 * Why a run would skip a payout that stands like this now, in words that many payouts share; null when it would act. It
 * is judged once more when its turn comes.
 */
export function skipWords(
  actor: Actor,
  action: RunAction,
  payout: Judged,
  limits: ResendLimits,
  now: Date,
): string | null {
  if (may(actor, runActionTable[action].transition, payout)) return blocks[action](payout, limits, now);
  const words = standingWords(payout);
  return `${words.charAt(0).toUpperCase()}${words.slice(1)}.`;
}
