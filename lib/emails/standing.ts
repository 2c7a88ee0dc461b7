import { statusTable } from "@/lib/payouts/status";
import { standingAt, stands } from "@/lib/payouts/transitions";
import { codeIsGood, codeLifeMs } from "@/lib/payouts/fields/verification";
import type { EmailFacts, RecipientFacts, UserFacts } from "./facts";
import { emailKindTable, type LeavesWhile } from "./kinds";
import { userStateTable } from "@/lib/users/status";
import { userMessages } from "./to-users/messages";

/**
 * Why an email that was queued earlier must not be sent any more, because it is no longer true or of use. Null when it
 * may be sent.
 */
export const whyNotToSend = async (facts: EmailFacts): Promise<string | null> =>
  facts.to === "user" ? whyNotToTellUser(facts) : whyNotToTellRecipient(facts);

async function whyNotToTellUser(facts: UserFacts): Promise<string | null> {
  const { email, user, hasLaterOfItsKind } = facts;
  if (user.state !== userMessages[email.kind].to)
    return `Not sent: this user is ${userStateTable[user.state].label.toLowerCase()} now.`;
  if (email.toEmail !== user.email) return "Not sent: the user's address has been changed since.";
  if (hasLaterOfItsKind) return "Not sent: a later email about the same replaces it.";
  return userMessages[email.kind].whyNot(facts);
}

function whyNotToTellRecipient(facts: RecipientFacts): string | null {
  const { email, payout } = facts;
  if (email.toEmail !== payout.recipientEmail) return "Not sent: the recipient's address has been changed since.";
  return whyNot[emailKindTable[email.kind].leavesWhile](facts);
}

const whyNot: Record<LeavesWhile, (facts: RecipientFacts) => string | null> = {
  linkWorks: whyNotToInvite,
  codeIsGood: whyNotToSendCode,
  recipientKnows: ({ invited }) =>
    invited
      ? null
      : "Not sent: the recipient never got an email about this payout, so a cancellation notice is not needed.",
  failureStands: whyNotToTellFailure,
  always: () => null,
};

function whyNotToSendCode({ email, payout, now }: RecipientFacts): string | null {
  const standing = standingAt(payout, now);
  if (!stands("answer", standing))
    return `Not sent: this payout is ${statusTable[standing.status].label.toLowerCase()} now, so a code cannot be used.`;
  if (email.ordinal !== payout.codeCount) return "Not sent: the recipient has asked for a newer code since.";
  return codeIsGood(payout.codeSentAt, now)
    ? null
    : `Not sent: a code is valid for ${codeLifeMs / 60_000} minutes, and this one has expired.`;
}

/** After a long outage of the mail server, a notice of an old failure must not follow a later payment. */
function whyNotToTellFailure({ payout, hasLaterOfItsKind }: RecipientFacts): string | null {
  if (payout.archivedAt !== null) return "Not sent: this payout has been replaced by a new one since.";
  if (statusTable[payout.status].group !== "failed")
    return `Not sent: this payout is ${statusTable[payout.status].label.toLowerCase()} now.`;
  return hasLaterOfItsKind ? "Not sent: a later email says how the latest payment ended." : null;
}

function whyNotToInvite({ payout, hasNewerInvitation, now }: RecipientFacts): string | null {
  if (hasNewerInvitation) return "Not sent: a later email with the same link replaces it.";
  const { status, archivedAt } = standingAt(payout, now);
  if (stands("resend", { status, archivedAt })) return null;
  return `Not sent: this payout is ${statusTable[status].label.toLowerCase()} now, so its link can no longer be used.`;
}
