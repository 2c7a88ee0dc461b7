import { eq, lt, sql } from "drizzle-orm";
import { db, type Executor } from "@/db/client";
import { attemptCounts } from "@/db/schema/attempt_counts";

/**
 * How many attempts go through in `windowMs`. After that none until the window ends; or, where `pause` is given, one
 * after each pause: the first `firstMs` long, each next one twice the one before, none longer than `longestMs`.
 */
export type AttemptLimit = {
  atMost: number;
  windowMs: number;
  pause?: { firstMs: number; longestMs: number };
};

/** The attempt counts as the `attempts`-th; or it is refused and may be made again in `waitMs`. */
type Counted = { attempts: number } | { waitMs: number };

const expiredPerCount = 20;
const ms = (count: number) => sql`${count} * interval '1 millisecond'`;

/** After which instant the next attempt goes through, once `atMost` are used up. */
function nextAt({ atMost, pause }: AttemptLimit) {
  if (!pause) return sql`${attemptCounts.expiresAt}`;
  const doubled = sql`${pause.firstMs} * power(2, least(${attemptCounts.attempts} - ${atMost}, 20))`;
  return sql`${attemptCounts.lastAt} + least(${pause.longestMs}, ${doubled}) * interval '1 millisecond'`;
}

/**
 * Counts an attempt, in one statement, so that of many at once in many processes no more go through than may. A window
 * with pauses begins anew with each attempt, any other one ends when it said. Removes a few expired counts.
 */
export async function countAttempt(key: string, limit: AttemptLimit, executor: Executor = db): Promise<Counted> {
  const expired = sql`${attemptCounts.expiresAt} <= now()`;
  const ends = sql`now() + ${ms(limit.windowMs)}`;
  const kept = limit.pause ? ends : sql`${attemptCounts.expiresAt}`;
  await removeExpired(key, executor);
  const [counted] = await executor
    .insert(attemptCounts)
    .values({ key, attempts: 1, lastAt: sql`now()`, expiresAt: ends })
    .onConflictDoUpdate({
      target: attemptCounts.key,
      set: {
        attempts: sql`case when ${expired} then 1 else ${attemptCounts.attempts} + 1 end`,
        lastAt: sql`now()`,
        expiresAt: sql`case when ${expired} then ${ends} else ${kept} end`,
      },
      setWhere: sql`${expired} or ${attemptCounts.attempts} < ${limit.atMost} or ${nextAt(limit)} <= now()`,
    })
    .returning({ attempts: attemptCounts.attempts });
  return counted ?? { waitMs: await waitMs(key, limit, executor) };
}

async function waitMs(key: string, limit: AttemptLimit, executor: Executor): Promise<number> {
  const [row] = await executor
    .select({ waitMs: sql<string>`ceil(extract(epoch from ${nextAt(limit)} - now()) * 1000)` })
    .from(attemptCounts)
    .where(eq(attemptCounts.key, key));
  return Math.max(1, Number(row?.waitMs ?? 1));
}

async function removeExpired(key: string, executor: Executor): Promise<void> {
  const some = executor
    .select({ key: attemptCounts.key })
    .from(attemptCounts)
    .where(sql`${lt(attemptCounts.expiresAt, sql`now()`)} and ${attemptCounts.key} <> ${key}`)
    .orderBy(attemptCounts.expiresAt)
    .limit(expiredPerCount)
    .for("update", { skipLocked: true });
  await executor.delete(attemptCounts).where(sql`${attemptCounts.key} in (${some})`);
}

/** The attempt was none of those that are counted: it is taken back. */
export async function uncountAttempt(key: string): Promise<void> {
  await db
    .update(attemptCounts)
    .set({ attempts: sql`greatest(${attemptCounts.attempts} - 1, 0)` })
    .where(eq(attemptCounts.key, key));
}

/** The count starts again. */
export async function forgetAttempts(key: string): Promise<void> {
  await db.delete(attemptCounts).where(eq(attemptCounts.key, key));
}
