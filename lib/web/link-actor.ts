import { and, eq, type SQL } from "drizzle-orm";
import { db } from "@/db/client";
import { payouts } from "@/db/schema/payouts";
import type { Origin, RecipientActor } from "@/lib/actor";
import { env } from "@/lib/env";
import { isHashedToken, tokenHash, readLinkToken } from "@/lib/token";

/**
 * The recipient of the payout whose link has this token; null for an unknown token. The token is the only permission.
 */
export async function actorOfLink(token: string, requestId: string, from?: Origin): Promise<RecipientActor | null> {
  const here = whereLinkLeads(token);
  if (!here) return null;
  const [found] = await db
    .select({ organizationId: payouts.organizationId, payoutId: payouts.id, linkVersion: payouts.linkVersion })
    .from(payouts)
    .where(here)
    .limit(1);
  return found ? { type: "recipient", ...found, requestId, from } : null;
}

/**
 * The payout that a link's token leads to, as a condition on `payouts`; null for a token that can lead to none. Links of
 * earlier versions name no payout, and are found by the hash that was kept of them.
 */
export function whereLinkLeads(token: string): SQL | null {
  const link = readLinkToken(env().LINK_KEY, token);
  if (!link) return isHashedToken(token) ? eq(payouts.linkHash, tokenHash(token)) : null;
  const { organizationId, id, linkVersion } = link;
  return and(eq(payouts.organizationId, organizationId), eq(payouts.id, id), eq(payouts.linkVersion, linkVersion))!;
}
