import { sql } from "drizzle-orm";
import { emails } from "@/db/schema/emails";
import { sendLetter } from "../email";
import { claimDue, type Claim } from "../queue";
import { emailFacts } from "./facts";
import { firstKind, urgentKind } from "./kinds";
import { writeLetter } from "./letter";
import { markFailed, markRefused, markSent, markSkipped, postpone } from "./mutations";
import { whyNotToSend } from "./standing";
import { owedStatus } from "./status";

/** With the growing waits between them, about a day. */
export const maxAttempts = 12;

// Written into the text, so that the partial indexes on owed emails can serve them.
const owed = sql`${emails.status} = ${owedStatus}`.inlineParams();
const urgent = sql`${owed} and ${emails.kind} <> ${firstKind} and ${emails.kind} = ${urgentKind}`.inlineParams();

/**
 * Sends one due email, of any organization. Each is claimed alone, so that none waits behind another's slow mail server with its lease running.
 * A code, which somebody waits for at this moment, goes before however many others are due.
 * @returns how many were taken up: 0 or 1
 */
export async function deliverDueEmail(requestId: string): Promise<number> {
  const claim = (await claimDue(emails, urgent, 1))[0] ?? (await claimDue(emails, owed, 1))[0];
  if (!claim) return 0;
  await deliver(claim, requestId);
  return 1;
}

async function deliver(claim: Claim, requestId: string): Promise<void> {
  const facts = await emailFacts(claim.organizationId, claim.id);
  if (!facts) return;
  const idle = await whyNotToSend(facts);
  if (idle) return void (await markSkipped(claim, requestId, idle));
  // The count rises with the claim, so an email that ends each worker that tries it ends here too.
  if (claim.attempts > maxAttempts) return void (await markFailed(claim, requestId, gaveUp(facts.email.lastError)));
  const delivery = await sendLetter(await writeLetter(facts));
  if (delivery.outcome === "sent") await markSent(claim, requestId);
  else if (delivery.outcome === "refused") await markRefused(claim, requestId, delivery.why);
  else if (claim.attempts >= maxAttempts) await markFailed(claim, requestId, gaveUp(delivery.why));
  else await postpone(claim, delivery.why);
}

const gaveUp = (why: string | null) => `Given up after ${maxAttempts} tries. ${why ?? "Each ended without an answer."}`;
