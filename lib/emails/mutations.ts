import { and, eq, sql, type SQL } from "drizzle-orm";
import type { PgUpdateSetSource } from "drizzle-orm/pg-core";
import { db, keepingPlans, transaction, type Tx } from "@/db/client";
import { emails } from "@/db/schema/emails";
import { systemActor, type SystemActor } from "@/lib/actor";
import { recordEvents } from "@/lib/events";
import type { Payout } from "@/lib/payouts/queries";
import { applyTransition } from "@/lib/payouts/transition";
import type { EventName } from "@/lib/events-table";
import type { Language } from "@/lib/recipient-words/languages";
import { backoffMs, ownedByClaim, type Claim } from "@/lib/queue";
import { invitingKinds, type EmailKind } from "./kinds";
import { freeWaiting } from "./outage";
import { openRefusal, settleRefusal } from "./refusals";
import type { EmailStatus } from "./status";

type End = {
  status: EmailStatus;
  event: EventName;
  /** Whether it left, as far as anybody knows. */
  left: boolean;
  why: string | null;
  /** In which it left; null for an email to a user. */
  language?: Language | null;
  /** The part of the statement, read from `ended`, that opens or resolves the error at the payout's batch. */
  ingestError?: SQL;
};

type Ended = { payoutId: string | null; userId: string | null; kind: EmailKind; ordinal: number; at: string };

/**
 * Ends a claim in one transaction, so that the email's status, its event, the payout's note and the error at the batch
 * are written together.
 * @returns false when another worker had taken over the claim; nothing was written then
 */
const endClaim = (claim: Claim, requestId: string, end: End): Promise<boolean> =>
  transaction(async (tx) => {
    const [email] = await keepingPlans(tx).execute<Ended>(endStatement(claim, end));
    if (!email) return false;
    const author = systemActor(claim.organizationId, requestId);
    const data = { kind: email.kind, ordinal: email.ordinal };
    const invited = end.event === "email.sent" && invitingKinds.includes(email.kind) ? email.payoutId : null;
    const noted = invited !== null && (await noteEmail(tx, author, { ...email, payoutId: invited }, end.why));
    if (!noted) {
      const { event: name, why: reason } = end;
      await recordEvents(tx, author, [
        { name, occurredAt: new Date(email.at), payoutId: email.payoutId, userId: email.userId, reason, data },
      ]);
    }
    return true;
  });

const endStatement = (claim: Claim, { status, left, why, language = null, ingestError }: End): SQL => sql`
    with clock as (select date_trunc('milliseconds', clock_timestamp()) as now),
    ended as (
      update ${emails} set status = ${status}, sent_at = ${left ? sql`clock.now` : sql`null`}, last_error = ${why}, leased_until = null,
        language = ${language}::recipient_language, not_taken = not_taken + ${left ? 0 : 1}, waiting_since = null, others_left = false
      from clock
      where ${ownedByClaim(emails, claim)} and ${emails.status} = 'queued'
      returning ${emails.organizationId} as organization_id, ${emails.payoutId} as payout_id, ${emails.userId} as user_id,
        ${emails.kind} as kind, ${emails.ordinal} as ordinal, ${emails.toEmail} as to_email, clock.now as at
    )
    ${ingestError ? sql`, ${ingestError}` : sql``}
    select payout_id as "payoutId", user_id as "userId", kind, ordinal, to_json(at)#>>'{}' as at from ended`;

/** @returns null when the payout no longer waits for its recipient: then nobody asks when they were last emailed */
function noteEmail(
  tx: Tx,
  actor: SystemActor,
  { payoutId, kind, ordinal, at }: Ended & { payoutId: string },
  reason: string | null,
): Promise<Payout | null> {
  return applyTransition(tx, actor, payoutId, "noteEmail", {
    reason,
    at: sql`${at}::timestamptz`,
    set: sql`last_emailed_at = greatest(p.last_emailed_at, before.now)`,
    data: sql`jsonb_build_object('kind', ${kind}::text, 'ordinal', ${ordinal}::int)`,
  });
}

/**
 * The mail server accepted the email. An open error about this address at the payout's batch is resolved, and what waits
 * for the mail server is due again.
 * @param language in which it was written to a recipient; null for an email to a user
 */
export async function markSent(claim: Claim, requestId: string, language: Language | null): Promise<boolean> {
  const sent: End = {
    status: "sent",
    event: "email.sent",
    left: true,
    why: null,
    language,
    ingestError: settleRefusal,
  };
  const ended = await endClaim(claim, requestId, sent);
  if (ended) await freeWaiting(claim);
  return ended;
}

/** Shown beside the status of an email that counts as sent though no server ever said so. */
const unclearWords =
  "Not clear: the mail server got the whole message three times and never said whether it took it. The recipient probably has it, perhaps more than once.";

/**
 * No try got an answer: the email counts as sent, and says that this is not clear. The mail server has taken its address,
 * or it would not have got the message, so an open error about the address is resolved.
 */
export const markUnclear = (claim: Claim, requestId: string, language: Language | null): Promise<boolean> =>
  endClaim(claim, requestId, {
    status: "sent",
    event: "email.sent",
    left: true,
    why: unclearWords,
    language,
    ingestError: settleRefusal,
  });

/** The email could not be sent and will not be tried again. `why` is shown on screens. */
export const markFailed = (claim: Claim, requestId: string, why: string): Promise<boolean> =>
  endClaim(claim, requestId, { status: "failed", event: "email.failed", left: false, why });

/** The email is no longer needed, and nobody has to act. `why` is shown on screens. */
export const markSkipped = (claim: Claim, requestId: string, why: string): Promise<boolean> =>
  endClaim(claim, requestId, { status: "skipped", event: "email.skipped", left: false, why });

/** The mail server refused the address permanently: the payout's batch gets an error, so that an admin corrects it. */
export const markRefused = (claim: Claim, requestId: string, why: string): Promise<boolean> =>
  endClaim(claim, requestId, {
    status: "failed",
    event: "email.failed",
    left: false,
    why,
    ingestError: openRefusal(why),
  });

/** Schedules the next try of an email that surely did not leave, with a longer wait each time. */
export const postpone = (claim: Claim, why: string): Promise<void> =>
  tryAgain(claim, backoffMs(claim.attempts), { ...notWaiting, lastError: why, notTaken: sql`${emails.notTaken} + 1` });

/** The same for one that the mail server may have taken. */
export const postponeUnanswered = (claim: Claim, why: string): Promise<void> =>
  tryAgain(claim, backoffMs(claim.attempts), {
    ...notWaiting,
    lastError: why,
    unanswered: sql`${emails.unanswered} + 1`,
  });

/** Schedules the next try without counting this one: the email waits until the mail server can be used again. */
export const waitForMailServer = (claim: Claim, why: string): Promise<void> =>
  tryAgain(claim, Math.min(backoffMs(claim.attempts), longestOutageWaitMs), waiting(why));

/** The same for a moment, until other emails show whether this is about them too. */
export const waitForOthers = (claim: Claim, why: string): Promise<void> => tryAgain(claim, briefWaitMs, waiting(why));

/** The longest wait between two tries of an email that waits for the mail server. */
const longestOutageWaitMs = 15 * 60_000;
const briefWaitMs = 20_000;

const notWaiting = { waitingSince: null, othersLeft: false };
const waiting = (why: string) => ({
  lastError: why,
  outages: sql`${emails.outages} + 1`,
  waitingSince: sql`coalesce(${emails.waitingSince}, date_trunc('milliseconds', clock_timestamp()))`,
  othersLeft: false,
});

async function tryAgain(claim: Claim, waitMs: number, set: PgUpdateSetSource<typeof emails>): Promise<void> {
  const nextAttemptAt = sql`now() + ${waitMs} * interval '1 millisecond'`;
  await db
    .update(emails)
    .set({ nextAttemptAt, leasedUntil: null, ...set })
    .where(and(ownedByClaim(emails, claim), eq(emails.status, "queued")));
}
