import { and, asc, eq, inArray } from "drizzle-orm";
import { db, type Executor } from "@/db/client";
import { emails } from "@/db/schema/emails";
import type { Actor } from "@/lib/actor";
import { unaskedKind } from "./kinds";
import { returnedStatus, type EmailStatus } from "./status";

type Told = Pick<typeof emails.$inferSelect, "toEmail" | "status" | "kind">;

export type LatestEmails = {
  /** The last one owed: where it stands, and when it left or was queued. */
  latest: { status: EmailStatus; at: Date };
  /**
   * Whether the recipient is reached at the address of now: what became of the email that tells it. Null when none
   * does.
   */
  reach: EmailStatus | null;
};

const { payoutId, toEmail, status, kind, sentAt, queuedAt } = emails;

/**
 * What each of these payouts has been emailed, as far as it can be told in a row of a list. A payout that was never
 * emailed is not in the answer.
 */
export async function latestEmails(
  actor: Actor,
  payouts: readonly { id: string; recipientEmail: string }[],
  executor: Executor = db,
): Promise<Map<string, LatestEmails>> {
  if (payouts.length === 0) return new Map();
  const ids = payouts.map(({ id }) => id);
  const rows = await executor
    .select({ payoutId, toEmail, status, kind, sentAt, queuedAt })
    .from(emails)
    .where(and(eq(emails.organizationId, actor.organizationId), inArray(payoutId, ids)))
    .orderBy(asc(queuedAt), asc(emails.id));
  return new Map(
    payouts.flatMap(({ id, recipientEmail }): [string, LatestEmails][] => {
      const own = rows.filter((row) => row.payoutId === id);
      const last = own.at(-1);
      if (!last) return [];
      const reach = tellingEmail(own, recipientEmail)?.status ?? null;
      return [[id, { latest: { status: last.status, at: last.sentAt ?? last.queuedAt }, reach }]];
    }),
  );
}

/**
 * The email that tells whether an address is reached: the latest to it that left, came back or failed. One that still
 * waits, or was not needed, tells nothing, so a reminder in the queue does not hide that the email before it came back.
 * Nor does one that left: the mail server had taken the other too.
 * @param all of one payout, oldest first
 */
export function tellingEmail<E extends Told>(all: readonly E[], address: string): E | undefined {
  const toIt = all.filter(({ toEmail }) => toEmail === address);
  const cameBack = toIt.some(({ status }) => status === returnedStatus);
  return toIt.findLast(
    ({ status, kind }) =>
      status === returnedStatus || status === "failed" || (status === "sent" && !(cameBack && kind === unaskedKind)),
  );
}
