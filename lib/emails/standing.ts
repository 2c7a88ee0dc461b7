import { db } from "@/db/client";
import { statusTable } from "@/lib/payouts/status";
import { standingAt, stands } from "@/lib/payouts/transitions";
import { databaseNow } from "@/lib/time";
import { codeIsGood, codeLifeMs } from "@/lib/payouts/fields/verification";
import type { EmailFacts } from "./facts";
import { emailKindTable, type LeavesWhile } from "./kinds";
import { hasLaterOfItsKind, hasNewerInvitation } from "./invitations";

/**
 * Why an email that was queued earlier must not be sent any more, because it is no longer true or of use. Null when it
 * may be sent.
 */
export async function whyNotToSend(facts: EmailFacts): Promise<string | null> {
  const { email, payout } = facts;
  if (email.toEmail !== payout.recipientEmail) return "Not sent: the recipient's address has been changed since.";
  return whyNot[emailKindTable[email.kind].leavesWhile](facts, await databaseNow(db));
}

const whyNot: Record<LeavesWhile, (facts: EmailFacts, now: Date) => string | null | Promise<string | null>> = {
  linkWorks: whyNotToInvite,
  codeIsGood: whyNotToSendCode,
  recipientKnows: ({ invited }) =>
    invited
      ? null
      : "Not sent: the recipient never got an email about this payout, so a cancellation notice is not needed.",
  failureStands: whyNotToTellFailure,
  always: () => null,
};

function whyNotToSendCode({ email, payout }: EmailFacts, now: Date): string | null {
  const standing = standingAt(payout, now);
  if (!stands("answer", standing))
    return `Not sent: this payout is ${statusTable[standing.status].label.toLowerCase()} now, so a code cannot be used.`;
  if (email.ordinal !== payout.codeCount) return "Not sent: the recipient has asked for a newer code since.";
  return codeIsGood(payout.codeSentAt, now)
    ? null
    : `Not sent: a code is valid for ${codeLifeMs / 60_000} minutes, and this one has expired.`;
}

/** After a long outage of the mail server, a notice of an old failure must not follow a later payment. */
async function whyNotToTellFailure({ email, payout }: EmailFacts): Promise<string | null> {
  if (payout.archivedAt !== null) return "Not sent: this payout has been replaced by a new one since.";
  if (statusTable[payout.status].group !== "failed")
    return `Not sent: this payout is ${statusTable[payout.status].label.toLowerCase()} now.`;
  return (await hasLaterOfItsKind(email)) ? "Not sent: a later email says how the latest payment ended." : null;
}

async function whyNotToInvite({ email, payout }: EmailFacts, now: Date): Promise<string | null> {
  if (await hasNewerInvitation(email)) return "Not sent: a later email with the same link replaces it.";
  const { status, archivedAt } = standingAt(payout, now);
  if (stands("resend", { status, archivedAt })) return null;
  return `Not sent: this payout is ${statusTable[status].label.toLowerCase()} now, so its link can no longer be used.`;
}
