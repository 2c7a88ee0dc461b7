import { and, eq, gt, inArray, ne, or, type SQL } from "drizzle-orm";
import { db } from "@/db/client";
import { emails } from "@/db/schema/emails";
import { invitingKinds } from "./kinds";

type OutboxRow = typeof emails.$inferSelect;

const anotherInvitation = ({ organizationId, payoutId, id }: OutboxRow): SQL | undefined =>
  and(
    eq(emails.organizationId, organizationId),
    eq(emails.payoutId, payoutId),
    ne(emails.id, id),
    inArray(emails.kind, invitingKinds),
  );

/**
 * Whether another email with this payout's link was sent to the same address, or may have been: a try that is running or
 * whose result is unknown counts; one that failed because the mail server could not be used does not.
 */
export async function wasInvited(email: OutboxRow): Promise<boolean> {
  const left = or(
    inArray(emails.status, ["sent", "bounced"]),
    and(eq(emails.status, "queued"), gt(emails.attempts, emails.outages)),
  );
  return (await db.$count(emails, and(anotherInvitation(email), eq(emails.toEmail, email.toEmail), left))) > 0;
}

/**
 * Whether a later email with the link of the same payout was sent or is queued: after a long outage of the mail server,
 * only the latest one is sent.
 */
export async function hasNewerInvitation(email: OutboxRow): Promise<boolean> {
  return (
    (await db.$count(
      emails,
      and(anotherInvitation(email), inArray(emails.status, ["queued", "sent"]), gt(emails.queuedAt, email.queuedAt)),
    )) > 0
  );
}

/** Whether the payout has a later email of the same kind. */
export async function hasLaterOfItsKind({ organizationId, payoutId, kind, ordinal }: OutboxRow): Promise<boolean> {
  const later = and(
    eq(emails.organizationId, organizationId),
    eq(emails.payoutId, payoutId),
    eq(emails.kind, kind),
    gt(emails.ordinal, ordinal),
  );
  return (await db.$count(emails, later)) > 0;
}
