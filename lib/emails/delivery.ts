import { sql } from "drizzle-orm";
import { emails } from "@/db/schema/emails";
import { sendLetter } from "@/lib/mail/smtp";
import { claimDue, type Claim } from "@/lib/queue";
import { emailFacts, type EmailFacts } from "./facts";
import { emailKindTable, firstKind, sparseKinds, urgentKind, type EmailKind } from "./kinds";
import { writeLetter } from "./render";
import { markFailed, markRefused, markSent, markSkipped, postpone, waitForMailServer } from "./mutations";
import { whyNotToSend } from "./standing";
import { owedStatus } from "./status";

/** With the growing waits between them, about a day. */
export const maxAttempts = 12;

// Written into the text, so that the partial indexes on owed emails can serve them.
const owed = sql`${emails.status} = ${owedStatus}`.inlineParams();
const owedOf = (kind: EmailKind) =>
  sql`${owed} and ${emails.kind} <> ${firstKind} and ${emails.kind} = ${kind}`.inlineParams();

let turns = 0;

/**
 * Sends one due email, of any organization. Each is claimed alone, so that none waits behind another's slow mail server
 * with its lease running. A code, which somebody waits for at this moment, goes before however many others are due. Of
 * the rest every other one is taken as if no batch were being sent, kind by kind; in between the one due longest is,
 * whatever its kind. So a cancellation waits for a few emails and not for a hundred thousand, and however many
 * reminders there are, each first email has its turn, at half the speed at worst.
 * @returns how many were taken up: 0 or 1
 */
export async function deliverDueEmail(requestId: string): Promise<number> {
  const claim = await claimNext(++turns % 2 === 0 ? [urgentKind] : [urgentKind, ...sparseKinds]);
  if (!claim) return 0;
  await deliver(claim, requestId);
  return 1;
}

/** Each kind is asked for alone, because only so the index has its oldest at hand. */
async function claimNext(before: readonly EmailKind[]): Promise<Claim | undefined> {
  for (const kind of before) {
    const [claim] = await claimDue(emails, owedOf(kind), 1);
    if (claim) return claim;
  }
  return (await claimDue(emails, owed, 1))[0];
}

async function deliver(claim: Claim, requestId: string): Promise<void> {
  const facts = await emailFacts(claim.organizationId, claim.id);
  if (!facts) return;
  const idle = await whyNotToSend(facts);
  if (idle) return void (await markSkipped(claim, requestId, idle));
  // The count rises with the claim, so an email that ends each worker that tries it ends here too.
  const tries = claim.attempts - facts.email.outages;
  if (tries > maxAttempts) return void (await giveUp(facts, claim, requestId, facts.email.lastError));
  const delivery = await sendLetter(await writeLetter(facts));
  if (delivery.outcome === "sent") await markSent(claim, requestId);
  else if (delivery.outcome === "refused") await markRefused(claim, requestId, delivery.why);
  else if (delivery.outcome === "outage") await waitForMailServer(claim, delivery.why);
  else if (tries >= maxAttempts) await giveUp(facts, claim, requestId, delivery.why);
  else await postpone(claim, delivery.why);
}

/** A recipient who never got the link is as unreached as one whose address was refused. */
async function giveUp({ email }: EmailFacts, claim: Claim, requestId: string, lastError: string | null): Promise<void> {
  const why = `Given up after ${maxAttempts} tries. ${lastError ?? "Each ended without an answer."}`;
  await (emailKindTable[email.kind].invites ? markRefused : markFailed)(claim, requestId, why);
}
