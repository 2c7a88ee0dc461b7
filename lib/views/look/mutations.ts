import { v7 as uuidv7 } from "uuid";
import { db } from "@/db/client";
import { payoutListLooks } from "@/db/schema/payout_list_looks";
import type { UserActor } from "@/lib/actor";
import type { ListLook } from "./columns";

/** Keeps how the actor wants the list of payouts to look; of two at once, the later one holds. */
export async function keepListLook(actor: UserActor, look: ListLook): Promise<void> {
  const { organizationId, userId } = actor;
  await db
    .insert(payoutListLooks)
    .values({ organizationId, id: uuidv7(), userId, ...look })
    .onConflictDoUpdate({ target: [payoutListLooks.organizationId, payoutListLooks.userId], set: look });
}
