import { sql } from "drizzle-orm";
import { emails } from "@/db/schema/emails";
import { sendLetter } from "@/lib/mail/smtp";
import { claimDue, type Claim } from "@/lib/queue";
import { emailFacts, type EmailFacts } from "./facts";
import { emailKindTable, bulkKind, transactionalKinds, urgentKind, type EmailKind } from "./kinds";
import { writeLetter } from "./render";
import { markFailed, markRefused, markSent, markSkipped, postpone, waitForMailServer } from "./mutations";
import { whyNotToSend } from "./standing";

/** With growing waits between the attempts, about a day in all. */
export const maxAttempts = 12;

// Inlined, so that PostgreSQL can use the partial indexes on queued emails.
const queued = sql`${emails.status} = 'queued'`.inlineParams();
const queuedOf = (kind: EmailKind) =>
  sql`${queued} and ${emails.kind} <> ${bulkKind} and ${emails.kind} = ${kind}`.inlineParams();

let turns = 0;

/**
 * Sends one due email, of any organization. Emails are claimed one by one, so that no lease runs while an email waits for
 * a slow delivery before it. Verification codes are sent first, because recipients wait for them. After them, every
 * second turn goes through the less frequent kinds in order, and the turns between take the email that is due longest. So
 * a cancellation does not wait behind a large batch, and first emails still leave at half speed when there are many
 * reminders.
 * @returns the number of emails handled: 0 or 1
 */
export async function deliverDueEmail(requestId: string): Promise<number> {
  const claim = await claimNext(++turns % 2 === 0 ? [urgentKind] : [urgentKind, ...transactionalKinds]);
  if (!claim) return 0;
  await deliver(claim, requestId);
  return 1;
}

/** One query per kind, so that the index finds the oldest email of each. */
async function claimNext(before: readonly EmailKind[]): Promise<Claim | undefined> {
  for (const kind of before) {
    const [claim] = await claimDue(emails, queuedOf(kind), 1);
    if (claim) return claim;
  }
  return (await claimDue(emails, queued, 1))[0];
}

async function deliver(claim: Claim, requestId: string): Promise<void> {
  const facts = await emailFacts(claim.organizationId, claim.id);
  if (!facts) return;
  const idle = await whyNotToSend(facts);
  if (idle) return void (await markSkipped(claim, requestId, idle));
  // Each claim counts as a try, so an email that crashes every worker ends here too.
  const tries = claim.attempts - facts.email.outages;
  if (tries > maxAttempts) return void (await failAfterLastTry(facts, claim, requestId, facts.email.lastError));
  const delivery = await sendLetter(await writeLetter(facts));
  if (delivery.outcome === "sent") await markSent(claim, requestId);
  else if (delivery.outcome === "refused") await markRefused(claim, requestId, delivery.why);
  else if (delivery.outcome === "outage") await waitForMailServer(claim, delivery.why);
  else if (tries >= maxAttempts) await failAfterLastTry(facts, claim, requestId, delivery.why);
  else await postpone(claim, delivery.why);
}

/** A recipient who never got the link counts as not reached, like one whose address was refused. */
async function failAfterLastTry(
  { email }: EmailFacts,
  claim: Claim,
  requestId: string,
  lastError: string | null,
): Promise<void> {
  const why = `Not sent after ${maxAttempts} tries. ${lastError ?? "No try got an answer."}`;
  await (emailKindTable[email.kind].invites ? markRefused : markFailed)(claim, requestId, why);
}
