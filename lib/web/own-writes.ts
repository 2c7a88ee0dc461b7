import { and, eq, sql } from "drizzle-orm";
import { db, hasReplica } from "@/db/client";
import { users } from "@/db/schema/users";
import type { UserActor } from "@/lib/actor";
import { logFault } from "@/lib/fault";

type Person = Pick<UserActor, "organizationId" | "userId" | "requestId">;

/** No replica ever comes so far: they read from the primary. */
export const stillWriting = sql`'FFFFFFFF/FFFFFFFF'::pg_lsn`;

/**
 * Keeps the place in the log where their writes end, so that they read from a replica only when it has them. To be
 * called when all of them are committed, before the answer. Does nothing without a replica.
 */
export async function keepLastWrite({ organizationId, userId, requestId }: Person): Promise<void> {
  if (!hasReplica()) return;
  await db
    .update(users)
    .set({ lastWrite: sql`pg_current_wal_insert_lsn()` })
    .where(and(eq(users.organizationId, organizationId), eq(users.id, userId)))
    // What was done is done. After an action that began as a writer they go on reading from the primary.
    .catch((error: unknown) => logFault("last write", requestId, error));
}
