import { and, eq } from "drizzle-orm";
import { db, keepingPlans } from "@/db/client";
import { payoutListLooks } from "@/db/schema/payout_list_looks";
import type { UserActor } from "@/lib/actor";
import { isHideable, type ListLook } from "./columns";

/**
 * How the actor wants the list of payouts to look; every column of Meridian, and rows that are not compact, unless they
 * chose.
 */
export async function listLook(actor: UserActor): Promise<ListLook> {
  const { organizationId, userId } = actor;
  const [kept] = await keepingPlans(db)
    .select({ hidden: payoutListLooks.hidden, compact: payoutListLooks.compact, extra: payoutListLooks.extra })
    .from(payoutListLooks)
    .where(and(eq(payoutListLooks.organizationId, organizationId), eq(payoutListLooks.userId, userId)));
  return kept ? { ...kept, hidden: kept.hidden.filter(isHideable) } : { hidden: [], compact: false, extra: [] };
}
