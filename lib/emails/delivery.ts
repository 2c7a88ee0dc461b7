import { sql, type SQL } from "drizzle-orm";
import { emails } from "@/db/schema/emails";
import { sendLetter, type Delivery } from "@/lib/mail/smtp";
import { claimDue, type Claim, type Due } from "@/lib/queue";
import { emailFacts, languageOf, type EmailFacts } from "./facts";
import { emailKindTable, bulkKind, transactionalKinds, urgentKind, type EmailKind } from "./kinds";
import { writeLetter } from "./render";
import { sendWithPatience } from "./late-answers";
import {
  markFailed,
  markRefused,
  markSent,
  markSkipped,
  markUnclear,
  postpone,
  postponeUnanswered,
  waitForMailServer,
  waitForOthers,
} from "./mutations";
import { verdictOn, type Verdict } from "./outage";
import { whyNotToSend } from "./standing";

/** With growing waits between the attempts, about a day in all. */
export const maxAttempts = 12;
/** Each may be a copy in the recipient's mailbox. */
const maxUnanswered = 3;

// Inlined, so that PostgreSQL can use the partial indexes on queued emails.
const queued = sql`${emails.status} = 'queued'`.inlineParams();
const queuedOf = (kind: EmailKind) =>
  sql`${queued} and ${emails.kind} <> ${bulkKind} and ${emails.kind} = ${kind}`.inlineParams();

// What a worker had in hand when it died has waited longest.
const inHand = sql`${queued} and ${emails.leasedUntil} is not null`;
const inTurn = (open: SQL): Due => ({ open, order: "inTurn" });
const beforeAll: Due[] = [{ open: inHand, order: "longest" }, inTurn(queuedOf(urgentKind))];
const lessFrequent = transactionalKinds.map((kind) => inTurn(queuedOf(kind)));
const first = inTurn(sql`${queued} and ${emails.kind} = ${bulkKind}`.inlineParams());

let turns = 0;

/**
 * Sends one due email, of any organization. Emails are claimed one by one, so that no lease runs while an email waits for
 * a slow delivery before it. What a dead worker had in hand is sent first, then verification codes, because recipients
 * wait for them. After them, every second turn goes through the less frequent kinds in order, and the turns between take
 * first emails. Organizations take turns, and of one the email that is due longest goes first. So a cancellation does not wait behind a large batch, and first emails still leave at
 * half speed when there are many reminders.
 * @returns the number of emails handled; 0 also when the mail server cannot be used, so that the queue rests for a moment
 */
export async function deliverDueEmail(requestId: string): Promise<number> {
  const rest = ++turns % 2 === 0 ? [first, ...lessFrequent] : [...lessFrequent, first];
  const claim = await claimDue(emails, [...beforeAll, ...rest]);
  if (!claim) return 0;
  return (await deliver(claim, requestId)) === "rest" ? 0 : 1;
}

type Next = "goOn" | "rest";

async function deliver(claim: Claim, requestId: string): Promise<Next> {
  const facts = await emailFacts(claim.organizationId, claim.id);
  if (!facts) return "goOn";
  const idle = await whyNotToSend(facts);
  if (idle) {
    await markSkipped(claim, requestId, idle);
    return "goOn";
  }
  // Each claim counts as a try, so an email that crashes every worker ends here too.
  if (claim.attempts - facts.email.outages > maxAttempts) {
    await failAfterLastTry(facts, claim, requestId, facts.email.lastError);
    return "goOn";
  }
  const letter = await writeLetter(facts);
  if (!letter) {
    await markSkipped(claim, requestId, "Not sent: what it was about has been deleted since.");
    return "goOn";
  }
  const next = await sendWithPatience(claim, async (whole) =>
    settle(facts, claim, requestId, await sendLetter(letter, whole)),
  );
  return next ?? "goOn";
}

async function settle(facts: EmailFacts, claim: Claim, requestId: string, delivery: Delivery): Promise<Next> {
  if (delivery.outcome === "sent") {
    await markSent(claim, requestId, languageIn(facts));
    return "goOn";
  }
  const verdict = await verdictOn(facts.email, delivery.outcome);
  await acts[verdict]({ facts, claim, requestId, why: delivery.why });
  return verdict === "wait" ? "rest" : "goOn";
}

type Settled = { facts: EmailFacts; claim: Claim; requestId: string; why: string };

const acts: Record<Verdict, (settled: Settled) => Promise<unknown>> = {
  refuse: ({ claim, requestId, why }) => markRefused(claim, requestId, why),
  tryAgain: ({ facts, claim, requestId, why }) =>
    claim.attempts - facts.email.outages >= maxAttempts
      ? failAfterLastTry(facts, claim, requestId, why)
      : postpone(claim, why),
  unanswered: ({ facts, claim, requestId, why }) =>
    facts.email.unanswered + 1 >= maxUnanswered
      ? markUnclear(claim, requestId, languageIn(facts))
      : postponeUnanswered(claim, why),
  waitBriefly: ({ claim, why }) => waitForOthers(claim, why),
  wait: ({ claim, why }) => waitForMailServer(claim, why),
};

const languageIn = (facts: EmailFacts) => (facts.to === "recipient" ? languageOf(facts) : null);

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
