import { and, asc, eq, lte, sql } from "drizzle-orm";
import { v7 as uuidv7 } from "uuid";
import { db, transaction } from "@/db/client";
import { digests } from "@/db/schema/digests";
import { organizations } from "@/db/schema/organizations";
import { users } from "@/db/schema/users";
import { insertEmails } from "@/lib/outbox";
import { notifyWorkers } from "@/lib/queue";
import { databaseNow } from "@/lib/time";
import { dayNumber, nextDue } from "./schedule";

type Digest = typeof digests.$inferSelect;

/**
 * Queues the emails of digests that are due, of any organization; the one that is due longest first. Each in one
 * transaction that also says when it is due next, so that of several workers one queues it, and a dead one leaves it
 * due. After a rest of days it comes once. A user who was deactivated gets nothing.
 * @returns how many were due
 */
export async function queueDueDigests(atMost: number): Promise<number> {
  const due = await db
    .select()
    .from(digests)
    .where(lte(digests.dueAt, sql`now()`))
    .orderBy(asc(digests.dueAt))
    .limit(atMost);
  for (const digest of due) await queueOne(digest);
  return due.length;
}

const queueOne = ({ organizationId, id, dueAt, rhythm }: Digest): Promise<void> =>
  transaction(async (tx) => {
    const now = await databaseNow(tx);
    const [organization] = await tx
      .select({ timeZone: organizations.timeZone })
      .from(organizations)
      .where(eq(organizations.id, organizationId));
    const { timeZone } = organization!;
    const [taken] = await tx
      .update(digests)
      .set({ dueAt: nextDue(rhythm, now, timeZone) })
      .where(and(eq(digests.organizationId, organizationId), eq(digests.id, id), eq(digests.dueAt, dueAt)))
      .returning({ userId: digests.userId, viewId: digests.viewId });
    if (!taken) return;
    const email = {
      organizationId: sql`${organizationId}::uuid`,
      id: sql`${uuidv7()}::uuid`,
      userId: sql`u.id`,
      aboutId: sql`${taken.viewId}::uuid`,
      kind: "view_digest" as const,
      ordinal: sql`${dayNumber(now, timeZone)}::smallint`,
      toEmail: sql`u.email`,
      at: sql`${now.toISOString()}::timestamptz`,
    };
    const to = sql`${users} u where u.organization_id = ${organizationId} and u.id = ${taken.userId} and u.state = 'active'`;
    await tx.execute(sql`${insertEmails(email, to)} on conflict do nothing`);
    await tx.execute(sql`select ${notifyWorkers("emails")}`);
  });
