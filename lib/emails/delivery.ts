import { sql } from "drizzle-orm";
import { db } from "@/db/client";
import { emails } from "@/db/schema/emails";
import { sendLetter } from "../email";
import { statusTable } from "../payouts/status";
import { expiringStatus, stands } from "../payouts/transitions";
import { claimDue, type Claim } from "../queue";
import { databaseNow } from "../time";
import { emailFacts, type EmailFacts } from "./facts";
import { emailKindTable } from "./kinds";
import { writeLetter } from "./letter";
import { markFailed, markSent, postpone, hasNewerInvitation, wasInvited } from "./mutations";
import { owedStatus } from "./status";

/** With the growing waits between them, about a day. */
export const maxAttempts = 12;

// Written into the text, so that the partial index on owed emails can serve it.
const owed = sql`${emails.status} = ${owedStatus}`.inlineParams();

/**
 * Sends one due email, of any organization. Each is claimed alone, so that none waits behind another's slow mail server with its lease running.
 * @returns how many were taken up: 0 or 1
 */
export async function deliverDueEmail(requestId: string): Promise<number> {
  const [claim] = await claimDue(emails, owed, 1);
  if (!claim) return 0;
  await deliver(claim, requestId);
  return 1;
}

async function deliver(claim: Claim, requestId: string): Promise<void> {
  const facts = await emailFacts(claim.organizationId, claim.id);
  if (!facts) return;
  const idle = await whyNotToSend(facts);
  if (idle) return void (await markFailed(claim, requestId, idle));
  // The count rises with the claim, so an email that ends each worker that tries it ends here too.
  if (claim.attempts > maxAttempts) return void (await markFailed(claim, requestId, gaveUp(facts.email.lastError)));
  const delivery = await sendLetter(await writeLetter(facts));
  if (delivery.outcome === "sent") await markSent(claim, requestId);
  else if (delivery.outcome === "refused") await markFailed(claim, requestId, delivery.why);
  else if (claim.attempts >= maxAttempts) await markFailed(claim, requestId, gaveUp(delivery.why));
  else await postpone(claim, delivery.why);
}

const gaveUp = (why: string | null) => `Given up after ${maxAttempts} tries. ${why ?? "Each ended without an answer."}`;

/** Things may have changed since the email was queued: a link nobody can use any more must not be sent. Null when it may leave. */
async function whyNotToSend({ email, payout }: EmailFacts): Promise<string | null> {
  if (!emailKindTable[email.kind].invites) {
    const invited = await wasInvited(email.organizationId, email.payoutId);
    return invited ? null : "Not sent: the email about this payout never left, so there is nothing to take back.";
  }
  if (await hasNewerInvitation(email)) return "Not sent: a later email with the same link takes its place.";
  const overdue = payout.status === expiringStatus.from && payout.expiresAt <= (await databaseNow(db));
  const status = overdue ? expiringStatus.to : payout.status;
  if (stands("resend", { status, archivedAt: payout.archivedAt })) return null;
  return `Not sent: this payout is ${statusTable[status].label.toLowerCase()} now, so its link can no longer be used.`;
}
