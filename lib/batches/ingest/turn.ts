import { and, eq, gt, ne, sql } from "drizzle-orm";
import { transaction, type Executor } from "@/db/client";
import { batches } from "@/db/schema/batches";
import { organizations } from "@/db/schema/organizations";
import { heldUnder, type Claim } from "@/lib/queue";
import { processingStatus } from "@/lib/batches/status";

/** How soon a batch that has to wait is looked at again. */
const pause = sql`now() + interval '250 milliseconds'`;

/**
 * Whether a claimed batch may begin to make payouts. Batches of one organization do so one after another: of two files
 * that name the same people, the later one meets every payout of the earlier. One that has to wait gives its claim back
 * for a moment.
 */
export const takeTurn = (claim: Claim): Promise<boolean> =>
  transaction(async (tx) => {
    // Those who ask at once are answered one after another.
    await tx
      .select({ id: organizations.id })
      .from(organizations)
      .where(eq(organizations.id, claim.organizationId))
      .for("no key update");
    const busy = await othersCreate(tx, claim);
    const answer = busy ? { nextAttemptAt: pause, leasedUntil: null, attempts: 0 } : { turnFence: claim.fence };
    await tx.update(batches).set(answer).where(heldUnder(batches, claim));
    return !busy;
  });

/** Whether another batch of the organization makes payouts at this moment. */
export async function othersCreate(
  executor: Executor,
  { organizationId, id }: Pick<Claim, "organizationId" | "id">,
): Promise<boolean> {
  const others = and(
    eq(batches.organizationId, organizationId),
    ne(batches.id, id),
    eq(batches.status, processingStatus),
  );
  // Whoever had its turn under an older claim died, and has to ask anew.
  return (
    (await executor.$count(
      batches,
      and(others, eq(batches.turnFence, batches.fence), gt(batches.leasedUntil, sql`clock_timestamp()`)),
    )) > 0
  );
}
