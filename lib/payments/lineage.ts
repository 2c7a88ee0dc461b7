import { and, eq, sql, type SQL } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { payouts } from "@/db/schema/payouts";
import type { Payout } from "@/lib/payouts/queries";

type Which = { organizationId: string; payoutId: string };

/** For use after `with recursive`: the payout and all payouts that it replaced, as `lineage`. */
export const lineage = ({ organizationId, payoutId }: Which): SQL => sql`lineage as (
    select id, reference, reissue_of from payouts where organization_id = ${organizationId} and id = ${payoutId}
    union all
    select p.id, p.reference, p.reissue_of from payouts p join lineage l on p.organization_id = ${organizationId} and p.id = l.reissue_of)`;

/**
 * Locks the payouts that replaced one that the caller has locked, old before new as a reissue does, so that no other
 * can replace them until the transaction ends.
 * @returns the one that is not replaced; null when that is the payout itself
 */
export async function lockReplacement(tx: Tx, { organizationId, payoutId }: Which): Promise<Payout | null> {
  let last: Payout | null = null;
  for (
    let next = await nextReplacement(tx, organizationId, payoutId);
    next;
    next = await nextReplacement(tx, organizationId, next.id)
  )
    last = next;
  return last;
}

async function nextReplacement(tx: Tx, organizationId: string, id: string): Promise<Payout | null> {
  const [next] = await tx
    .select()
    .from(payouts)
    .where(and(eq(payouts.organizationId, organizationId), eq(payouts.reissueOf, id)))
    .for("update");
  return next ?? null;
}
