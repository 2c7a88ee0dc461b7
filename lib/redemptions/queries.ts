import { eq } from "drizzle-orm";
import { db } from "@/db/client";
import { organizations } from "@/db/schema/organizations";
import { payouts } from "@/db/schema/payouts";
import type { PayoutStatus } from "../payouts/status";
import { expiringStatus } from "../payouts/transitions";
import { databaseNow } from "../time";
import { linkHash } from "../token";

/** What a recipient may know of their payout: nothing of the batch, the provider or the staff. */
export type RecipientPayout = {
  recipientName: string;
  reference: string;
  amountMinor: bigint;
  currency: string;
  /** As it stands now, expiry applied. */
  status: PayoutStatus;
  /** Another payout took its place. */
  replaced: boolean;
  statusChangedAt: Date;
  expiresAt: Date;
  organizationName: string;
  supportEmail: string;
  timeZone: string;
};

const tokenForm = /^[\w-]{43}$/;

/** The payout a link is for. The token is the permission, and the only one: it takes no actor and changes nothing. Null for an unknown link. */
export async function payoutOfLink(token: string): Promise<RecipientPayout | null> {
  if (!tokenForm.test(token)) return null;
  const [found] = await db
    .select({ payout: payouts, organization: organizations })
    .from(payouts)
    .innerJoin(organizations, eq(organizations.id, payouts.organizationId))
    .where(eq(payouts.linkHash, linkHash(token)))
    .limit(1);
  if (!found) return null;
  const { payout, organization } = found;
  const overdue = payout.status === expiringStatus.from && payout.expiresAt <= (await databaseNow(db));
  return {
    recipientName: payout.recipientName,
    reference: payout.reference,
    amountMinor: payout.amountMinor,
    currency: payout.currency,
    status: overdue ? expiringStatus.to : payout.status,
    replaced: payout.archivedAt !== null,
    statusChangedAt: overdue ? payout.expiresAt : payout.statusChangedAt,
    expiresAt: payout.expiresAt,
    organizationName: organization.name,
    supportEmail: organization.supportEmail,
    timeZone: organization.timeZone,
  };
}
