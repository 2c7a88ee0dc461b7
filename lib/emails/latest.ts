import { and, asc, eq, inArray } from "drizzle-orm";
import { db, type Executor } from "@/db/client";
import { emails } from "@/db/schema/emails";
import type { Actor } from "@/lib/actor";
import { automaticKind, type EmailKind } from "./kinds";
import type { EmailStatus } from "./status";

type Delivery = Pick<typeof emails.$inferSelect, "toEmail" | "status" | "kind">;

export type LatestEmails = {
  /** The latest email: its kind and status, and when it was sent or queued. */
  latest: { kind: EmailKind; status: EmailStatus; at: Date };
  /** The status of the email that shows whether the recipient's current address works. Null when there is none. */
  reach: EmailStatus | null;
};

const { payoutId, toEmail, status, kind, sentAt, queuedAt } = emails;

/** The latest emails of each payout, for a row of a list. A payout without emails is not in the result. */
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
      return [[id, { latest: { kind: last.kind, status: last.status, at: last.sentAt ?? last.queuedAt }, reach }]];
    }),
  );
}

/**
 * The email that shows whether an address works: the latest one to it that was sent, bounced or failed. Queued and
 * skipped emails show nothing, so a queued reminder does not hide a bounce before it. A reminder that was sent does not
 * hide it either, because the mail server had accepted the bounced email too.
 * @param all the emails of one payout, oldest first
 */
export function tellingEmail<E extends Delivery>(all: readonly E[], address: string): E | undefined {
  const toIt = all.filter(({ toEmail }) => toEmail === address);
  const cameBack = toIt.some(({ status }) => status === "bounced");
  return toIt.findLast(
    ({ status, kind }) =>
      status === "bounced" || status === "failed" || (status === "sent" && !(cameBack && kind === automaticKind)),
  );
}
