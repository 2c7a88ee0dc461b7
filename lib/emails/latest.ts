import { and, desc, eq, inArray } from "drizzle-orm";
import { db, type Executor } from "@/db/client";
import { emails } from "@/db/schema/emails";
import type { Actor } from "../actor";
import type { EmailStatus } from "./status";

export type LatestEmail = { status: EmailStatus; at: Date };

/** The latest email of each of these payouts: where it stands, and when it left or was queued. */
export async function latestEmails(actor: Actor, payoutIds: readonly string[], executor: Executor = db): Promise<Map<string, LatestEmail>> {
  if (payoutIds.length === 0) return new Map();
  const rows = await executor
    .selectDistinctOn([emails.payoutId], { payoutId: emails.payoutId, status: emails.status, sentAt: emails.sentAt, queuedAt: emails.queuedAt })
    .from(emails)
    .where(and(eq(emails.organizationId, actor.organizationId), inArray(emails.payoutId, [...payoutIds])))
    .orderBy(emails.payoutId, desc(emails.queuedAt), desc(emails.id));
  return new Map(rows.map((row) => [row.payoutId, { status: row.status, at: row.sentAt ?? row.queuedAt }]));
}
