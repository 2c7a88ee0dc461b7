import { and, asc, eq, inArray } from "drizzle-orm";
import { db, type Executor } from "@/db/client";
import { emails } from "@/db/schema/emails";
import type { Actor } from "../actor";
import type { EmailStatus } from "./status";

type Told = Pick<typeof emails.$inferSelect, "toEmail" | "status">;

export type LatestEmails = {
  /** The last one owed: where it stands, and when it left or was queued. */
  latest: { status: EmailStatus; at: Date };
  /** Whether the recipient is reached at the address of now: what became of the email that tells it. Null when none does. */
  reach: EmailStatus | null;
};

/** What each of these payouts has been emailed, as far as it can be told in a row of a list. A payout that was never emailed is not in the answer. */
export async function latestEmails(actor: Actor, payouts: readonly { id: string; recipientEmail: string }[], executor: Executor = db): Promise<Map<string, LatestEmails>> {
  if (payouts.length === 0) return new Map();
  const rows = await executor
    .select({ payoutId: emails.payoutId, toEmail: emails.toEmail, status: emails.status, sentAt: emails.sentAt, queuedAt: emails.queuedAt })
    .from(emails)
    .where(and(eq(emails.organizationId, actor.organizationId), inArray(emails.payoutId, payouts.map(({ id }) => id))))
    .orderBy(asc(emails.queuedAt), asc(emails.id));
  return new Map(
    payouts.flatMap(({ id, recipientEmail }) => {
      const own = rows.filter(({ payoutId }) => payoutId === id);
      const last = own.at(-1);
      return last ? [[id, { latest: { status: last.status, at: last.sentAt ?? last.queuedAt }, reach: tellingEmail(own, recipientEmail)?.status ?? null }]] : [];
    }),
  );
}

/**
 * The email that tells whether an address is reached: the latest to it that left, came back or failed. One that still waits, or was not needed,
 * tells nothing, so a reminder in the queue does not hide that the email before it came back.
 * @param all of one payout, oldest first
 */
export const tellingEmail = <E extends Told>(all: readonly E[], address: string): E | undefined =>
  all.findLast(({ toEmail, status }) => toEmail === address && (status === "sent" || status === "bounced" || status === "failed"));
