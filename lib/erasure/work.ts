import { isNull, sql } from "drizzle-orm";
import { db, transaction } from "@/db/client";
import { erasures } from "@/db/schema/erasures";
import { systemActor } from "@/lib/actor";
import { recordEvents } from "@/lib/events";
import { logFault } from "@/lib/fault";
import { claimDue, ownedByClaim, renewLease, type Claim } from "@/lib/queue";
import { personOf } from "./person";
import { eraseSteps } from "./steps";

const due = isNull(erasures.endedAt);
/** A step reads a table of the organization from end to end. */
const stepMs = 600_000;
const renewMs = 20_000;
const retryMs = 10_000;

/**
 * Goes on with one erasure that is due, of any organization, until it has ended. Each step is one transaction with the
 * place that it reached, so that whatever dies, no step is lost.
 * @returns how many were claimed: 0 or 1
 */
export async function workOnDueErasure(requestId: string): Promise<number> {
  const claim = await claimDue(erasures, [{ open: due, order: "inTurn" }]);
  if (!claim) return 0;
  const renewing = setInterval(() => void renewLease(erasures, claim).catch(() => undefined), renewMs);
  try {
    while (await takeStep(claim, requestId));
  } catch (error) {
    await giveBack(claim).catch((another: unknown) => logFault("erasure retried later", requestId, another));
    throw error;
  } finally {
    clearInterval(renewing);
  }
  return 1;
}

/** @returns false when there is nothing left to do, here */
const takeStep = (claim: Claim, requestId: string): Promise<boolean> =>
  transaction(
    async (tx) => {
      const own = ownedByClaim(erasures, claim);
      // Not for update: the renewal of the lease must not wait for the step.
      const [erasure] = await tx.select().from(erasures).where(own);
      if (!erasure || erasure.endedAt !== null) return false;
      const step = eraseSteps[erasure.stepsDone];
      const changed = step ? await step(tx, personOf(erasure)) : 0;
      const next = step
        ? { stepsDone: erasure.stepsDone + 1, recordCount: erasure.recordCount + changed }
        : {
            endedAt: sql`date_trunc('milliseconds', clock_timestamp())`,
            address: null,
            pattern: null,
            leasedUntil: null,
          };
      const [kept] = await tx.update(erasures).set(next).where(own).returning();
      if (!kept) throw new Error("Another worker has this erasure now.");
      if (!step)
        await recordEvents(tx, systemActor(claim.organizationId, requestId), [
          {
            name: "erasure.ended",
            occurredAt: kept.endedAt!,
            data: { erasure: kept.id, payouts: kept.payoutCount, records: kept.recordCount },
          },
        ]);
      return step !== undefined;
    },
    { deadlineMs: stepMs },
  );

const giveBack = (claim: Claim) =>
  db
    .update(erasures)
    .set({ leasedUntil: null, nextAttemptAt: sql`now() + ${retryMs} * interval '1 millisecond'` })
    .where(ownedByClaim(erasures, claim));
