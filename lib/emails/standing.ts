import { statusTable } from "@/lib/payouts/status";
import { standingAt, stands } from "@/lib/payouts/transitions";
import { codeIsGood, codeLifeMs } from "@/lib/payouts/fields/verification";
import type { EmailFacts } from "./facts";
import { emailKindTable, type LeavesWhile } from "./kinds";

/**
 * Why an email that was queued earlier must not be sent any more, because it is no longer true or of use. Null when it
 * may be sent.
 */
export function whyNotToSend(facts: EmailFacts): string | null {
  const { email, payout } = facts;
  if (email.toEmail !== payout.recipientEmail) return "Not sent: the recipient's address has been changed since.";
  return whyNot[emailKindTable[email.kind].leavesWhile](facts);
}

const whyNot: Record<LeavesWhile, (facts: EmailFacts) => string | null> = {
  linkWorks: whyNotToInvite,
  codeIsGood: whyNotToSendCode,
  recipientKnows: ({ invited }) =>
    invited
      ? null
      : "Not sent: the recipient never got an email about this payout, so a cancellation notice is not needed.",
  failureStands: whyNotToTellFailure,
  always: () => null,
};

function whyNotToSendCode({ email, payout, now }: EmailFacts): string | null {
  const standing = standingAt(payout, now);
  if (!stands("answer", standing))
    return `Not sent: this payout is ${statusTable[standing.status].label.toLowerCase()} now, so a code cannot be used.`;
  if (email.ordinal !== payout.codeCount) return "Not sent: the recipient has asked for a newer code since.";
  return codeIsGood(payout.codeSentAt, now)
    ? null
    : `Not sent: a code is valid for ${codeLifeMs / 60_000} minutes, and this one has expired.`;
}

/** After a long outage of the mail server, a notice of an old failure must not follow a later payment. */
function whyNotToTellFailure({ payout, hasLaterOfItsKind }: EmailFacts): string | null {
  if (payout.archivedAt !== null) return "Not sent: this payout has been replaced by a new one since.";
  if (statusTable[payout.status].group !== "failed")
    return `Not sent: this payout is ${statusTable[payout.status].label.toLowerCase()} now.`;
  return hasLaterOfItsKind ? "Not sent: a later email says how the latest payment ended." : null;
}

function whyNotToInvite({ payout, hasNewerInvitation, now }: EmailFacts): string | null {
  if (hasNewerInvitation) return "Not sent: a later email with the same link replaces it.";
  const { status, archivedAt } = standingAt(payout, now);
  if (stands("resend", { status, archivedAt })) return null;
  return `Not sent: this payout is ${statusTable[status].label.toLowerCase()} now, so its link can no longer be used.`;
}
