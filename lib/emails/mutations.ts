import { and, eq, sql, type SQL } from "drizzle-orm";
import type { PgUpdateSetSource } from "drizzle-orm/pg-core";
import { v7 as uuidv7 } from "uuid";
import { db } from "@/db/client";
import { emails } from "@/db/schema/emails";
import { events } from "@/db/schema/events";
import { payouts } from "@/db/schema/payouts";
import type { EventName } from "@/lib/events-table";
import { backoffMs, heldUnder, type Claim } from "@/lib/queue";
import { invitingKinds } from "./kinds";
import { longestOutageWaitMs } from "./outage";
import { openRefusal, settleRefusal } from "./refusals";
import { owedStatus, type EmailStatus } from "./status";

type End = {
  status: EmailStatus;
  event: EventName;
  sentAt: SQL;
  why: string | null /** What it means for the payout's batch, as a part `trouble`. */;
  trouble?: SQL;
};

/**
 * Ends a claim in one statement: the email's status, its event, and what it means for the payout exist together or not
 * at all.
 * @returns false when the claim had been lost to another worker, and nothing was written
 */
async function endClaim(
  claim: Claim,
  requestId: string,
  { status, event, sentAt, why, trouble }: End,
): Promise<boolean> {
  const inviting = sql.join(
    invitingKinds.map((kind) => sql`${kind}::email_kind`),
    sql`, `,
  );
  const ended = await db.execute(sql`
    with clock as (select date_trunc('milliseconds', clock_timestamp()) as now),
    ended as (
      update ${emails} set status = ${status}, sent_at = ${sentAt}, last_error = ${why}, leased_until = null from clock
      where ${heldUnder(emails, claim)} and ${emails.status} = ${owedStatus}
      returning ${emails.organizationId} as organization_id, ${emails.payoutId} as payout_id, ${emails.kind} as kind,
        ${emails.ordinal} as ordinal, ${emails.toEmail} as to_email, ${emails.sentAt} as sent_at, clock.now as at
    ),
    noted as (
      update ${payouts} set last_emailed_at = greatest(${payouts.lastEmailedAt}, ended.sent_at) from ended
      where ${payouts.organizationId} = ended.organization_id and ${payouts.id} = ended.payout_id
        and ended.sent_at is not null and ended.kind in (${inviting})
    )
    ${trouble ? sql`, ${trouble}` : sql``}
    insert into ${events} (organization_id, id, occurred_at, name, actor_type, payout_id, reason, data, request_id)
    select organization_id, ${uuidv7()}::uuid, at, ${event}, 'system', payout_id, ${why},
      jsonb_build_object('kind', kind, 'ordinal', ordinal), ${requestId} from ended
    returning 1`);
  return ended.length === 1;
}

/** The mail server took it. What an earlier refusal left open at the payout's batch is settled. */
export const markSent = (claim: Claim, requestId: string): Promise<boolean> =>
  endClaim(claim, requestId, {
    status: "sent",
    event: "email.sent",
    sentAt: sql`clock.now`,
    why: null,
    trouble: settleRefusal,
  });

/** It did not leave and will not be tried again. `why` is shown to people. */
export const markFailed = (claim: Claim, requestId: string, why: string): Promise<boolean> =>
  endClaim(claim, requestId, { status: "failed", event: "email.failed", sentAt: sql`null`, why });

/** Things changed before it left, so it must not be sent, and nobody has to mend anything. `why` is shown to people. */
export const markSkipped = (claim: Claim, requestId: string, why: string): Promise<boolean> =>
  endClaim(claim, requestId, { status: "skipped", event: "email.skipped", sentAt: sql`null`, why });

/**
 * The mail server will never take it: it failed, and somebody must mend the address, which the payout's batch says from
 * now on.
 */
export const markRefused = (claim: Claim, requestId: string, why: string): Promise<boolean> =>
  endClaim(claim, requestId, {
    status: "failed",
    event: "email.failed",
    sentAt: sql`null`,
    why,
    trouble: openRefusal(why),
  });

/** To be tried again, later each time. */
export const postpone = (claim: Claim, why: string): Promise<void> =>
  tryAgain(claim, backoffMs(claim.attempts), { lastError: why });

/** To be tried again, and not counted against the email: it waits for the mail server, however long that takes. */
export const waitForMailServer = (claim: Claim, why: string): Promise<void> =>
  tryAgain(claim, Math.min(backoffMs(claim.attempts), longestOutageWaitMs), {
    lastError: why,
    outages: sql`${emails.outages} + 1`,
  });

async function tryAgain(claim: Claim, waitMs: number, set: PgUpdateSetSource<typeof emails>): Promise<void> {
  const nextAttemptAt = sql`now() + ${waitMs} * interval '1 millisecond'`;
  await db
    .update(emails)
    .set({ nextAttemptAt, leasedUntil: null, ...set })
    .where(and(heldUnder(emails, claim), eq(emails.status, owedStatus)));
}
