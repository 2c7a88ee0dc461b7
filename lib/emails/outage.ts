import { and, asc, eq, gt, gte, lte, sql } from "drizzle-orm";
import { db } from "@/db/client";
import { emails } from "@/db/schema/emails";
import { events } from "@/db/schema/events";
import type { UserActor } from "@/lib/actor";
import type { EventName } from "@/lib/events-table";
import { backoffMs, leaseMs } from "@/lib/queue";
import { owedStatus } from "./status";

/** Two tries that meet no mail server are a restart; with the waits between them, three are some minutes. */
const fewestOutages = 3;

/** Not so much later that emails are still away long after the mail server is back. */
export const longestOutageWaitMs = 15 * 60_000;

/**
 * Since when emails of an organization wait for a mail server that cannot be used, and what the last try of the oldest
 * of them met.
 */
export type MailOutage = { since: Date; why: string };

/** Null while emails leave, or none waits: one that hangs alone while others leave is no outage. */
export async function mailOutage({ organizationId }: UserActor): Promise<MailOutage | null> {
  const waiting = and(
    eq(emails.organizationId, organizationId),
    eq(emails.status, owedStatus).inlineParams(),
    gte(emails.outages, fewestOutages).inlineParams(),
  );
  // One that waits longer met a server that answered for it the last time.
  const forServer = lte(emails.nextAttemptAt, sql`now() + ${longestOutageWaitMs + leaseMs} * interval '1 millisecond'`);
  const [oldest] = await db.select().from(emails).where(and(waiting, forServer)).orderBy(asc(emails.queuedAt)).limit(1);
  if (!oldest || (await leftSince(organizationId, lastTryBegan(oldest)))) return null;
  return { since: oldest.queuedAt, why: oldest.lastError ?? "" };
}

/**
 * No later than the last try whose end is known began: the row says only when the next one is due, and a try under way
 * has moved that to the end of its lease.
 */
function lastTryBegan({ nextAttemptAt, leasedUntil, attempts }: typeof emails.$inferSelect): Date {
  const ended = leasedUntil ? attempts - 1 : attempts;
  return new Date(nextAttemptAt.getTime() - Math.min(backoffMs(ended, 1), longestOutageWaitMs) - leaseMs);
}

const sent: EventName = "email.sent";

/**
 * Whether an email of the organization left after this moment. Emails have no index by when they left; their events lie
 * in order, and the moment is minutes ago.
 */
async function leftSince(organizationId: string, moment: Date): Promise<boolean> {
  const after = and(eq(events.organizationId, organizationId), eq(events.name, sent), gt(events.occurredAt, moment));
  const some = db.select({ one: sql`1` }).from(events).where(after).limit(1);
  return (await some).length > 0;
}
