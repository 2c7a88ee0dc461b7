import { and, asc, eq, gt, gte, lte, sql } from "drizzle-orm";
import { db } from "@/db/client";
import { emails } from "@/db/schema/emails";
import { events } from "@/db/schema/events";
import type { UserActor } from "@/lib/actor";
import type { EventName } from "@/lib/events-table";
import { backoffMs, leaseMs } from "@/lib/queue";

/** Two failed tries may be a restart of the mail server; three take some minutes, with the waits between them. */
const fewestOutages = 3;

/** Short enough that emails leave soon after the mail server is back. */
export const longestOutageWaitMs = 15 * 60_000;

/** Since when emails of an organization wait for the mail server, and the error of the oldest email's last try. */
type MailOutage = { since: Date; why: string };

/** Null while emails are sent, or none is waiting: a single email that fails while others are sent is no outage. */
export async function mailOutage({ organizationId }: UserActor): Promise<MailOutage | null> {
  const waiting = and(
    eq(emails.organizationId, organizationId),
    eq(emails.status, "queued").inlineParams(),
    gte(emails.outages, fewestOutages).inlineParams(),
  );
  // An email that waits longer got an answer from the mail server at its last try.
  const forServer = lte(emails.nextAttemptAt, sql`now() + ${longestOutageWaitMs + leaseMs} * interval '1 millisecond'`);
  const [oldest] = await db.select().from(emails).where(and(waiting, forServer)).orderBy(asc(emails.queuedAt)).limit(1);
  if (!oldest || (await leftSince(organizationId, lastTryBegan(oldest)))) return null;
  return { since: oldest.queuedAt, why: oldest.lastError ?? "" };
}

/**
 * A moment before the last finished try began. The row only has the time of the next try, and a running try has set that
 * to the end of its lease.
 */
function lastTryBegan({ nextAttemptAt, leasedUntil, attempts }: typeof emails.$inferSelect): Date {
  const ended = leasedUntil ? attempts - 1 : attempts;
  return new Date(nextAttemptAt.getTime() - Math.min(backoffMs(ended, 1), longestOutageWaitMs) - leaseMs);
}

const sent: EventName = "email.sent";

/** Whether an email of the organization was sent after this moment, read from the events, which are indexed by time. */
async function leftSince(organizationId: string, moment: Date): Promise<boolean> {
  const after = and(eq(events.organizationId, organizationId), eq(events.name, sent), gt(events.occurredAt, moment));
  const some = db.select({ one: sql`1` }).from(events).where(after).limit(1);
  return (await some).length > 0;
}
