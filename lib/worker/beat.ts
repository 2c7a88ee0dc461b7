import { randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { desc, eq, sql } from "drizzle-orm";
import { databaseStanding, db, transaction, type Executor } from "@/db/client";
import { workerBeats } from "@/db/schema/worker_beats";
import { logFault } from "@/lib/fault";
import { databaseNow } from "@/lib/time";

const everyMs = 5_000;
const aliveMs = 60_000;
const rememberedMs = 86_400_000;

/**
 * Writes this worker's heartbeat every few seconds until `stop`, and deletes it then: a worker that stopped did not
 * die.
 */
export async function keepBeating(stop: AbortSignal): Promise<void> {
  const id = randomUUID();
  while (!stop.aborted) {
    await beat(id).catch((error: unknown) => logFault("worker beat", id, error));
    await sleep(everyMs, undefined, { signal: stop }).catch(() => undefined);
  }
  await db
    .delete(workerBeats)
    .where(eq(workerBeats.id, id))
    .catch((error: unknown) => logFault("worker beat", id, error));
}

/** Writes one heartbeat and deletes those of workers that died long ago. */
export async function beat(id: string): Promise<void> {
  const now = sql`date_trunc('milliseconds', clock_timestamp())`;
  await db
    .insert(workerBeats)
    .values({ id, startedAt: now, beatAt: now })
    .onConflictDoUpdate({ target: workerBeats.id, set: { beatAt: now } });
  await db
    .delete(workerBeats)
    .where(sql`${workerBeats.beatAt} < clock_timestamp() - ${rememberedMs} * interval '1 millisecond'`);
}

const soonMs = 800;

/**
 * The same within a second, or null while the database does not answer or is too busy.
 * @throws DatabaseUnavailable when it stops answering at this moment
 */
export async function workerHealthSoon(): Promise<WorkerHealth | null> {
  if ((await databaseStanding()) !== "answers") return null;
  return transaction(workerHealth, { deadlineMs: soonMs, accessMode: "read only" });
}

type WorkerHealth = { lastBeatAt: Date | null; alive: boolean };

/** The last heartbeat of any worker, and whether it is younger than a minute, by the database's clock. */
export async function workerHealth(executor: Executor = db): Promise<WorkerHealth> {
  const now = await databaseNow(executor);
  const [last] = await executor
    .select({ beatAt: workerBeats.beatAt })
    .from(workerBeats)
    .orderBy(desc(workerBeats.beatAt))
    .limit(1);
  return {
    lastBeatAt: last?.beatAt ?? null,
    alive: last !== undefined && now.getTime() - last.beatAt.getTime() <= aliveMs,
  };
}
