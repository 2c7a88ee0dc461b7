import { and, eq, gt, isNull, sql } from "drizzle-orm";
import { db, transaction, type Executor } from "@/db/client";
import { organizations } from "@/db/schema/organizations";
import { sessions } from "@/db/schema/sessions";
import { users } from "@/db/schema/users";
import type { UserActor } from "@/lib/actor";
import { recordEvents } from "@/lib/events";
import { databaseNow } from "@/lib/time";
import { sessionMs, type SessionClaims } from "./session-cookie";

/**
 * The user as the database knows them now; null when the session was ended or its time is over, when the account is
 * gone or inactive, or when all its sessions were ended since.
 */
export async function actorOfSession(
  { organizationId, sessionId }: Pick<SessionClaims, "organizationId" | "sessionId">,
  requestId: string,
  executor: Executor = db,
): Promise<UserActor | null> {
  const [row] = await executor
    .select({
      userId: users.id,
      role: users.role,
      name: users.name,
      email: users.email,
      organizationName: organizations.name,
      timeZone: organizations.timeZone,
    })
    .from(sessions)
    .innerJoin(
      users,
      and(
        eq(users.organizationId, sessions.organizationId),
        eq(users.id, sessions.userId),
        eq(users.sessionVersion, sessions.userVersion),
        eq(users.active, true),
      ),
    )
    .innerJoin(organizations, eq(organizations.id, users.organizationId))
    .where(
      and(
        eq(sessions.organizationId, organizationId),
        eq(sessions.id, sessionId),
        isNull(sessions.endedAt),
        gt(sessions.createdAt, sql`now() - ${sessionMs} * interval '1 millisecond'`),
      ),
    );
  return row ? { type: "user", organizationId, requestId, ...row } : null;
}

/** Ends a session, and records that its user signed out; ending it again changes nothing. */
export async function endSessionOf(
  { organizationId, sessionId }: Pick<SessionClaims, "organizationId" | "sessionId">,
  requestId: string,
): Promise<void> {
  await transaction(async (tx) => {
    const now = await databaseNow(tx);
    const [ended] = await tx
      .update(sessions)
      .set({ endedAt: now })
      .where(and(eq(sessions.organizationId, organizationId), eq(sessions.id, sessionId), isNull(sessions.endedAt)))
      .returning({ userId: sessions.userId });
    if (!ended) return;
    const author = { type: "user", organizationId, userId: ended.userId, requestId } as const;
    await recordEvents(tx, author, [{ name: "user.signed_out", occurredAt: now, userId: ended.userId }]);
  });
}
