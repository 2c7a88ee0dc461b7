import { and, asc, eq, gte, isNotNull, ne, sql } from "drizzle-orm";
import { db, keepingPlans } from "@/db/client";
import { emails } from "@/db/schema/emails";
import type { UserActor } from "@/lib/actor";
import type { Failure } from "@/lib/mail/smtp";
import { byOrganization } from "@/lib/settings/organizations";
import type { Claim } from "@/lib/queue";

/** Two failed tries may be a restart of the mail server; three take some minutes, with the waits between them. */
const fewestOutages = 3;

/** So many become due again with each email that leaves: the first ones let the others go. */
const freedAtOnce = 500;

/** Since when emails of an organization wait for the mail server, and the error of the oldest email's last try. */
export type MailOutage = { since: Date; why: string };

/**
 * Null while emails leave, or none is waiting. One mail server serves every organization, so an email of any of them
 * that leaves ends the outage for all.
 */
export async function mailOutage({ organizationId }: UserActor): Promise<MailOutage | null> {
  const waiting = and(
    eq(emails.organizationId, organizationId),
    eq(emails.status, "queued").inlineParams(),
    isNotNull(emails.waitingSince),
    gte(emails.outages, fewestOutages),
  );
  const [oldest] = await keepingPlans(db)
    .select({ since: emails.queuedAt, why: sql<string>`coalesce(${emails.lastError}, '')` })
    .from(emails)
    .where(waiting)
    .orderBy(asc(emails.queuedAt))
    .limit(1);
  return oldest ?? null;
}

/**
 * After an email has left: others that began to wait for the mail server before this try did are due at once, before what
 * was queued with them. They know then that others leave. Where this is cut short, the next email that leaves does it.
 */
export async function freeWaiting({ claimedAt }: Claim): Promise<void> {
  const waits = sql`status = 'queued' and waiting_since is not null and waiting_since < ${claimedAt}::timestamptz and leased_until is null`;
  const waiting = await keepingPlans(db).execute<{ organizationId: string; id: string }>(sql`
    select organization_id as "organizationId", id from ${emails} where ${waits} order by waiting_since limit ${freedAtOnce}`);
  for (const [organizationId, rows] of byOrganization(waiting))
    await db.execute(sql`
      with held as (
        select id from ${emails} where organization_id = ${organizationId} and id = any(${sql.param(rows.map(({ id }) => id))}::uuid[])
          and ${waits} for update skip locked)
      update ${emails} set waiting_since = null, others_left = true, next_attempt_at = queued_at - interval '1 minute'
      where organization_id = ${organizationId} and id in (select id from held)`);
}

/**
 * What becomes of an email that did not leave: refused for good, tried again as one of its twelve tries, without an
 * answer, or it waits for the mail server, which is no try of its own.
 */
export type Verdict = "refuse" | "tryAgain" | "unanswered" | "waitBriefly" | "wait";

/** What is known of this email and of others when an answer comes. */
type Known = {
  /** It waited for the mail server before, and another email left meanwhile. */
  othersLeft: boolean;
  /** It waits for the mail server already. */
  waits: boolean;
  /** Several recipients wait for the mail server, and nothing has left since. */
  shared: boolean;
};

/** So many different recipients in a row, and it is not about one of them. */
const recipientsInARow = 3;

const verdictTable: Record<Failure, (known: Known) => Verdict> = {
  refused: () => "refuse",
  later: () => "tryAgain",
  unanswered: () => "unanswered",
  unreachable: () => "wait",
  // While others leave, it is about this email after all; without a limit nobody would ever be told.
  outage: ({ othersLeft }) => (othersLeft ? "tryAgain" : "wait"),
  probablyOutage: ({ othersLeft }) => (othersLeft ? "refuse" : "wait"),
  probablyRefused: ({ othersLeft, waits, shared }) => {
    if (othersLeft || (waits && !shared)) return "refuse";
    return shared ? "wait" : "waitBriefly";
  },
};

/** What becomes of an email after a try that failed. What is known of others is in the database, for every worker. */
export async function verdictOn(email: typeof emails.$inferSelect, outcome: Failure): Promise<Verdict> {
  const shared = outcome === "probablyRefused" && (await countOtherRecipients(email)) + 1 >= recipientsInARow;
  return verdictTable[outcome]({ othersLeft: email.othersLeft, waits: email.waitingSince !== null, shared });
}

/** Enough rows to find different recipients among; a recipient has few emails at once. */
const mostRows = 50;

async function countOtherRecipients({ toEmail }: typeof emails.$inferSelect): Promise<number> {
  const others = and(
    eq(emails.status, "queued").inlineParams(),
    isNotNull(emails.waitingSince),
    ne(emails.toEmail, toEmail),
  );
  const some = db.select({ to: emails.toEmail }).from(emails).where(others).limit(mostRows).as("some");
  const [row] = await db.select({ recipients: sql<string>`count(distinct ${some.to})` }).from(some);
  return Number(row?.recipients);
}
