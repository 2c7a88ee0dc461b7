import { and, asc, eq, lte, sql, type SQL } from "drizzle-orm";
import { db, transaction } from "@/db/client";
import { retentions, type retentionStage } from "@/db/schema/retentions";
import { moveFromBatches } from "./batch-records";
import { moveEmails, moveEvents } from "./records";
import type { Progress, Step, Stepped } from "./step";

type Stage = (typeof retentionStage.enumValues)[number];
const stages: Record<Stage, { take: (step: Step) => Promise<Stepped>; next: Stage | null }> = {
  events: { take: moveEvents, next: "emails" },
  emails: { take: moveEmails, next: "batches" },
  batches: { take: moveFromBatches, next: null },
};

const organizationsAtOnce = 20;
const betweenPassesMs = 24 * 3_600_000;
/** A step takes a tenth of a second; this is for a disk that is busy. */
const stepMs = 30_000;

/**
 * Moves old records of organizations that set a retention to the archive: one step for each that is due, the one that
 * waits longest first. A step is one transaction, so that a record is in its table or in the archive, whenever the
 * worker dies; of two workers one takes it.
 * @param size records that a step looks at, at most
 * @returns how many steps it took
 */
export async function moveOldRecords(size: number): Promise<number> {
  const due = await db
    .select({ id: retentions.organizationId })
    .from(retentions)
    .where(lte(retentions.dueAt, sql`now()`))
    .orderBy(asc(retentions.dueAt))
    .limit(organizationsAtOnce);
  let taken = 0;
  for (const { id } of due) if (await takeStep(id, size)) taken += 1;
  return taken;
}

const takeStep = (organizationId: string, size: number): Promise<boolean> =>
  transaction(
    async (tx) => {
      const own = eq(retentions.organizationId, organizationId);
      const [progress] = await tx
        .select()
        .from(retentions)
        .where(and(own, lte(retentions.dueAt, sql`now()`)))
        .for("update", { skipLocked: true });
      if (!progress) return false;
      const [limit] = await tx.execute<{ before: string | null }>(
        sql`select archive.cutoff(${organizationId}) as before`,
      );
      if (!limit?.before) {
        await tx.update(retentions).set({ dueAt: null }).where(own);
        return false;
      }
      const before = sql`${limit.before}::timestamptz`;
      const stepped = await stages[progress.stage].take({ tx, progress, before, size });
      await tx
        .update(retentions)
        .set(after(progress, before, stepped))
        .where(own);
      return true;
    },
    { deadlineMs: stepMs },
  );

/** Where the next step goes on. The organization goes behind the others that are due. */
function after({ stage }: Progress, before: SQL, { moved, ended, ...reached }: Stepped) {
  const told = moved > 0 && {
    movedBefore: sql`greatest(moved_before, ${before})`,
    movedAt: sql`date_trunc('milliseconds', now())`,
  };
  if (!ended) return { ...told, ...reached, dueAt: sql`date_trunc('milliseconds', now())` };
  const { next } = stages[stage];
  const wait = next === null ? betweenPassesMs : 0;
  return {
    ...told,
    stage: next ?? ("events" as const),
    reachedAt: null,
    reachedId: null,
    batchId: null,
    dueAt: sql`date_trunc('milliseconds', now()) + ${wait} * interval '1 millisecond'`,
  };
}
