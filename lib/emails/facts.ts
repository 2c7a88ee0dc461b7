import { and, eq, sql } from "drizzle-orm";
import { db } from "@/db/client";
import { emails } from "@/db/schema/emails";
import { organizations } from "@/db/schema/organizations";
import { payouts } from "@/db/schema/payouts";
import { hasLaterOfItsKind, hasNewerInvitation, wasInvited } from "./invitations";

/** The data that a message is rendered from. */
export type EmailFacts = {
  email: typeof emails.$inferSelect;
  payout: typeof payouts.$inferSelect;
  /** Another email with this payout's link was sent to the same address, or may have been. */
  invited: boolean;
  /** A later email with this payout's link was sent or is queued. */
  hasNewerInvitation: boolean;
  hasLaterOfItsKind: boolean;
  /** When this was read, by the database's clock. */
  now: Date;
  organization: Pick<typeof organizations.$inferSelect, "name" | "supportEmail" | "timeZone" | "brandColor">;
};

const clock = sql`date_trunc('milliseconds', clock_timestamp())`.mapWith(emails.queuedAt);

/** The data of one email of the organization; null when it has no such email. */
export async function emailFacts(organizationId: string, emailId: string): Promise<EmailFacts | null> {
  const [row] = await db
    .select({
      email: emails,
      payout: payouts,
      invited: wasInvited,
      hasNewerInvitation,
      hasLaterOfItsKind,
      now: clock,
      organization: {
        name: organizations.name,
        supportEmail: organizations.supportEmail,
        timeZone: organizations.timeZone,
        brandColor: organizations.brandColor,
      },
    })
    .from(emails)
    .innerJoin(payouts, and(eq(payouts.organizationId, emails.organizationId), eq(payouts.id, emails.payoutId)))
    .innerJoin(organizations, eq(organizations.id, emails.organizationId))
    .where(and(eq(emails.organizationId, organizationId), eq(emails.id, emailId)));
  return row ?? null;
}
