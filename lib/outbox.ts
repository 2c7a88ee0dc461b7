import { sql, type SQL } from "drizzle-orm";
import { insertInto } from "@/db/insert-into";
import { emails, type emailKind } from "@/db/schema/emails";

/** To the recipient of a payout. */
type ToRecipient = { payoutId: SQL };
/** To a user of the organization. `aboutId`: what the email is about, such as a saved view. */
type ToUser = { userId: SQL; aboutId: SQL };

/**
 * An email, each value as SQL over the rows that it is made of. With kind and payout (or user and what it is about),
 * `ordinal` is the key that keeps one message from being queued twice: 0 for the first of its kind, n for the nth resend,
 * reminder, code, attempt or day.
 */
export type OutboxEmail<To extends ToRecipient | ToUser = ToRecipient> = To & {
  organizationId: SQL;
  id: SQL;
  kind: (typeof emailKind.enumValues)[number];
  ordinal: SQL;
  toEmail: SQL;
  /** When it was queued; it is due at once. */
  at: SQL;
};

/**
 * Queues an email for each row of `from`: the one piece of SQL that writes to the outbox. It is a part of the statement
 * that gives somebody something to know, so that both exist or neither.
 */
export function insertEmails({ kind, at, ...values }: OutboxEmail | OutboxEmail<ToUser>, from: SQL): SQL {
  const queued = { status: sql`'queued'::email_status`, queuedAt: at, nextAttemptAt: at };
  return insertInto(emails, { ...values, kind: sql`${kind}::email_kind`, ...queued }, from);
}
