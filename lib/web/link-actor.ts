import { eq } from "drizzle-orm";
import { db } from "@/db/client";
import { payouts } from "@/db/schema/payouts";
import type { Origin, RecipientActor } from "@/lib/actor";
import { isLinkToken, linkHash } from "@/lib/token";

/**
 * The recipient of the payout whose link has this token; null for an unknown token. The token is the only permission.
 */
export async function actorOfLink(token: string, requestId: string, from?: Origin): Promise<RecipientActor | null> {
  if (!isLinkToken(token)) return null;
  const [found] = await db
    .select({ organizationId: payouts.organizationId, payoutId: payouts.id, linkVersion: payouts.linkVersion })
    .from(payouts)
    .where(eq(payouts.linkHash, linkHash(token)))
    .limit(1);
  return found ? { type: "recipient", ...found, requestId, from } : null;
}
