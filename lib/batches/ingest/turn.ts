import { and, eq, gt, inArray, ne, sql } from "drizzle-orm";
import { db, transaction, type Executor } from "@/db/client";
import { batches } from "@/db/schema/batches";
import { organizations } from "@/db/schema/organizations";
import type { Actor } from "@/lib/actor";
import { moveBatch } from "@/lib/batches/transition";
import { batchTransitionTable } from "@/lib/batches/transitions";
import { DomainError } from "@/lib/errors";
import { ownedByClaim, type Claim } from "@/lib/queue";

/** How soon a batch that has to wait is looked at again. */
const pause = sql`now() + interval '250 milliseconds'`;

type BatchId = Pick<Claim, "organizationId" | "id">;

/**
 * Whether a claimed batch may begin to create payouts. Batches of one organization do so one after another: of two
 * files that name the same people, the later one meets every payout of the earlier. One that has to wait gives its claim
 * back for a moment.
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
    await tx.update(batches).set(answer).where(ownedByClaim(batches, claim));
    return !busy;
  });

/**
 * Lets a batch whose file the folder has just found unchanged become payouts, as soon as it is its turn: the file shall
 * still be as it was found when that begins.
 * @returns false when it has to wait, or has been discarded
 * @throws DomainError `forbidden` for everyone but the system, `not_found`
 */
export async function releaseAfterFileCheck(actor: Actor, id: string): Promise<boolean> {
  if (await othersCreate(db, { organizationId: actor.organizationId, id })) return false;
  try {
    await moveBatch(db, { actor, id }, "releaseAfterFileCheck");
    return true;
  } catch (error) {
    if (error instanceof DomainError && error.code === "conflict") return false;
    throw error;
  }
}

/** Whether another batch of the organization creates payouts at this moment. */
async function othersCreate(executor: Executor, { organizationId, id }: BatchId): Promise<boolean> {
  const others = and(
    eq(batches.organizationId, organizationId),
    ne(batches.id, id),
    inArray(batches.status, [...batchTransitionTable.endProcessing.from]),
    // One whose turn was under an older claim lost its worker, and has to ask anew.
    eq(batches.turnFence, batches.fence),
    gt(batches.leasedUntil, sql`clock_timestamp()`),
  );
  return (await executor.$count(batches, others)) > 0;
}
