import { and, eq, gt, inArray, ne, or, type SQL } from "drizzle-orm";
import { db } from "@/db/client";
import { emails } from "@/db/schema/emails";
import { invitingKinds } from "./kinds";
import { owedStatus } from "./status";

type OutboxRow = typeof emails.$inferSelect;

const anotherInvitation = ({ organizationId, payoutId, id }: OutboxRow): SQL | undefined =>
  and(
    eq(emails.organizationId, organizationId),
    eq(emails.payoutId, payoutId),
    ne(emails.id, id),
    inArray(emails.kind, invitingKinds),
  );

/**
 * Whether another email with this payout's link left for the same address, or may have: a try whose end nobody saw
 * counts, as does one under way; one that met a mail server that could not be used does not.
 */
export async function wasInvited(email: OutboxRow): Promise<boolean> {
  const left = or(
    inArray(emails.status, ["sent", "bounced"]),
    and(eq(emails.status, owedStatus), gt(emails.attempts, emails.outages)),
  );
  return (await db.$count(emails, and(anotherInvitation(email), eq(emails.toEmail, email.toEmail), left))) > 0;
}

/**
 * Whether a later invitation to the same payout left, or waits to: after a long silence of the mail server one email is
 * enough, and none goes back in time.
 */
export async function hasNewerInvitation(email: OutboxRow): Promise<boolean> {
  return (
    (await db.$count(
      emails,
      and(anotherInvitation(email), inArray(emails.status, [owedStatus, "sent"]), gt(emails.queuedAt, email.queuedAt)),
    )) > 0
  );
}

/** Whether the payout owed another email about the same, later. */
export async function hasLaterOfItsKind({ organizationId, payoutId, kind, ordinal }: OutboxRow): Promise<boolean> {
  const later = and(
    eq(emails.organizationId, organizationId),
    eq(emails.payoutId, payoutId),
    eq(emails.kind, kind),
    gt(emails.ordinal, ordinal),
  );
  return (await db.$count(emails, later)) > 0;
}
