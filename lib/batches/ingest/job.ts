import { eq, sql } from "drizzle-orm";
import { db } from "@/db/client";
import { batches } from "@/db/schema/batches";
import { organizations } from "@/db/schema/organizations";
import { ClaimLost } from "@/lib/batches/transition";
import { ownedByClaim, renewLease, type Claim } from "@/lib/queue";
import type { At } from "@/lib/moment";
import type { Batch } from "@/lib/batches/queries";

/** What working on a batch needs to know. */
export type Job = { claim: Claim; batch: Batch; context: At; lifetimeDays: number; requestId: string };

/** @throws ClaimLost */
export async function loadJob(claim: Claim, requestId: string): Promise<Job> {
  const [found] = await db
    .select({ batch: batches, timeZone: organizations.timeZone, lifetimeDays: organizations.payoutLifetimeDays })
    .from(batches)
    .innerJoin(organizations, eq(organizations.id, batches.organizationId))
    .where(ownedByClaim(batches, claim));
  if (!found) throw new ClaimLost();
  const { batch, timeZone, lifetimeDays } = found;
  // Each reading of the file judges it as of the same instant, so that all of them come to the same rows.
  return { claim, batch, context: { now: batch.createdAt, timeZone }, lifetimeDays, requestId };
}

/** @throws ClaimLost */
export async function keepClaim(claim: Claim): Promise<void> {
  if (!(await renewLease(batches, claim))) throw new ClaimLost();
}

/** Rows that were accepted once and refused later. */
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
