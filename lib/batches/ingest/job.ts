import { and, eq, sql, type SQL } from "drizzle-orm";
import { db, type Executor } from "@/db/client";
import { batches } from "@/db/schema/batches";
import { organizations } from "@/db/schema/organizations";
import type { Author } from "@/lib/actor";
import { heldUnder, leaseEnd, type Claim } from "@/lib/queue";
import type { At } from "@/lib/moment";
import type { Batch } from "@/lib/batches/queries";

/** Another worker has the batch now, or it was discarded: what this one holds is to be dropped. */
export class ClaimLost extends Error {
  constructor() {
    super("the claim on this batch was lost");
  }
}

/** What working on a batch needs to know. */
export type Job = { claim: Claim; batch: Batch; context: At; lifetimeDays: number; requestId: string };

/** @throws ClaimLost */
export async function jobOf(claim: Claim, requestId: string): Promise<Job> {
  const [found] = await db
    .select({ batch: batches, timeZone: organizations.timeZone, lifetimeDays: organizations.payoutLifetimeDays })
    .from(batches)
    .innerJoin(organizations, eq(organizations.id, batches.organizationId))
    .where(heldUnder(batches, claim));
  if (!found) throw new ClaimLost();
  const { batch, timeZone, lifetimeDays } = found;
  // Each reading of the file judges it as of the same instant, so that all of them come to the same rows.
  return { claim, batch, context: { now: batch.createdAt, timeZone }, lifetimeDays, requestId };
}

/** Who made the batch what it becomes: whoever decided it, else whoever sent it. */
export function authorOf({ batch: { organizationId, decidedBy, createdBy }, requestId }: Job): Author {
  const userId = decidedBy ?? createdBy;
  return userId === null
    ? { type: "system", organizationId, requestId }
    : { type: "user", organizationId, userId, requestId };
}

type Changes = { [Name in keyof Batch]?: Batch[Name] | SQL };

const held = { leasedUntil: leaseEnd, nextAttemptAt: leaseEnd };
const anew = { attempts: 0, failures: 0, failingSince: null, failingRequestId: null };

/**
 * What has come `further` starts to count its tries anew. On the `way`, something is written that the next try would
 * write again.
 */
const steps = {
  way: held,
  further: { ...held, ...anew },
  end: { leasedUntil: null, nextAttemptAt: sql`now()`, ...anew },
};

/**
 * Writes how far the work has come, and holds the claim for longer; at the `end`, gives it back.
 * @param onlyIf how it must have stood until now
 * @throws ClaimLost also when it stood otherwise
 */
export async function advance(
  executor: Executor,
  claim: Claim,
  changes: Changes,
  step: keyof typeof steps = "further",
  onlyIf?: SQL,
): Promise<Batch> {
  const [batch] = await executor
    .update(batches)
    .set({ ...steps[step], ...changes })
    .where(and(heldUnder(batches, claim), onlyIf))
    .returning();
  if (!batch) throw new ClaimLost();
  return batch;
}

/** Rows that were accepted once and refused at last. */
export const lessAccepted = (rows: number) => ({
  acceptedCount: sql`${batches.acceptedCount} - ${rows}`,
  refusedCount: sql`${batches.refusedCount} + ${rows}`,
});

/** Of these lines, those that were refused: what an earlier reading of the file has settled already. */
export async function refusedLines({ organizationId, id }: Claim, from: number, to: number): Promise<Set<number>> {
  const rows = await db.execute<{ line: number }>(
    sql`select line from refused_rows where organization_id = ${organizationId} and batch_id = ${id} and line between ${from} and ${to}`,
  );
  return new Set(rows.map(({ line }) => line));
}
