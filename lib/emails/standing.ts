import { db } from "@/db/client";
import { statusTable } from "@/lib/payouts/status";
import { standingAt, stands } from "@/lib/payouts/transitions";
import { databaseNow } from "@/lib/time";
import { codeIsGood, codeLifeMs } from "@/lib/payouts/fields/verification";
import type { EmailFacts } from "./facts";
import { emailKindTable, type LeavesWhile } from "./kinds";
import { hasLaterOfItsKind, hasNewerInvitation } from "./invitations";

/**
 * Things may have changed since the email was queued: what is no longer true or of no use must not be sent. Null when
 * it may leave.
 */
export async function whyNotToSend(facts: EmailFacts): Promise<string | null> {
  const { email, payout } = facts;
  if (email.toEmail !== payout.recipientEmail) return "Not sent: the recipient's address was changed since.";
  return whyNot[emailKindTable[email.kind].leavesWhile](facts, await databaseNow(db));
}

const whyNot: Record<LeavesWhile, (facts: EmailFacts, now: Date) => string | null | Promise<string | null>> = {
  linkWorks: whyNotToInvite,
  codeIsGood: whyNotToSendCode,
  recipientKnows: ({ invited }) =>
    invited ? null : "Not sent: the email about this payout never left, so there is nothing to take back.",
  failureStands: whyNotToTellFailure,
  always: () => null,
};

function whyNotToSendCode({ email, payout }: EmailFacts, now: Date): string | null {
  const standing = standingAt(payout, now);
  if (!stands("answer", standing))
    return `Not sent: this payout is ${statusTable[standing.status].label.toLowerCase()} now, so no code can be given.`;
  if (email.ordinal !== payout.codeCount) return "Not sent: the recipient asked for a newer code since.";
  return codeIsGood(payout.codeSentAt, now)
    ? null
    : `Not sent: a code is good for ${codeLifeMs / 60_000} minutes, and they are over.`;
}

/** A mail server that was silent for hours must not bring yesterday's failure after today's money. */
async function whyNotToTellFailure({ email, payout }: EmailFacts): Promise<string | null> {
  if (payout.archivedAt !== null) return "Not sent: a new payout has taken the place of this one since.";
  if (statusTable[payout.status].group !== "failed")
    return `Not sent: this payout is ${statusTable[payout.status].label.toLowerCase()} now.`;
  return (await hasLaterOfItsKind(email)) ? "Not sent: a later email tells how the latest payment ended." : null;
}

async function whyNotToInvite({ email, payout }: EmailFacts, now: Date): Promise<string | null> {
  if (await hasNewerInvitation(email)) return "Not sent: a later email with the same link takes its place.";
  const { status, archivedAt } = standingAt(payout, now);
  if (stands("resend", { status, archivedAt })) return null;
  return `Not sent: this payout is ${statusTable[status].label.toLowerCase()} now, so its link can no longer be used.`;
}
