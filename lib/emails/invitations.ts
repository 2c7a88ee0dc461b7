import { and, eq, gt, inArray, ne, or, sql, type SQL } from "drizzle-orm";
import { alias } from "drizzle-orm/pg-core";
import { db } from "@/db/client";
import { emails } from "@/db/schema/emails";
import { invitingKinds } from "./kinds";

// Conditions on an email, as columns of a query over `emails`: what other emails of its payout say about it.

const other = alias(emails, "other");

const another = (condition: SQL | undefined): SQL<boolean> => {
  const samePayout = and(
    eq(other.organizationId, emails.organizationId),
    eq(other.payoutId, emails.payoutId),
    ne(other.id, emails.id),
  );
  return sql<boolean>`exists ${db.select({ one: sql`1` }).from(other).where(and(samePayout, condition))}`;
};

/**
 * Whether another email with this payout's link was sent to the same address, or may have been: every try counts that
 * is running, ended without an answer, or died with its worker. Only what surely did not leave does not.
 */
export const wasInvited = another(
  and(
    inArray(other.kind, invitingKinds),
    eq(other.toEmail, emails.toEmail),
    or(inArray(other.status, ["sent", "bounced"]), gt(other.attempts, sql`${other.outages} + ${other.notTaken}`)),
  ),
);

/**
 * Whether a later email with the link of the same payout was sent or is queued: after a long outage of the mail server,
 * only the latest one is sent.
 */
export const hasNewerInvitation = another(
  and(
    inArray(other.kind, invitingKinds),
    inArray(other.status, ["queued", "sent"]),
    gt(other.queuedAt, emails.queuedAt),
  ),
);

const later = and(eq(other.kind, emails.kind), gt(other.ordinal, emails.ordinal));

/** Whether the payout has a later email of the same kind; or the user one that is about the same. */
export const hasLaterOfItsKind = sql<boolean>`case when ${emails.userId} is null then ${another(later)} else ${laterToUser()} end`;

function laterToUser(): SQL {
  const sameUser = and(
    eq(other.organizationId, emails.organizationId),
    eq(other.userId, emails.userId),
    eq(other.aboutId, emails.aboutId),
  );
  return sql`exists ${db.select({ one: sql`1` }).from(other).where(and(sameUser, later))}`;
}
