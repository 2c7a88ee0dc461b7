import { and, eq, gt, isNull, sql } from "drizzle-orm";
import { db, hasReplica, transaction, type Executor } from "@/db/client";
import { organizations } from "@/db/schema/organizations";
import { sessions } from "@/db/schema/sessions";
import { users } from "@/db/schema/users";
import type { UserActor } from "@/lib/actor";
import { recordEvents } from "@/lib/events";
import { databaseNow } from "@/lib/time";
import { stillWriting } from "./own-writes";
import { sessionMs, type SessionClaims } from "./session-cookie";

const person = {
  userId: users.id,
  role: users.role,
  name: users.name,
  email: users.email,
  organizationName: organizations.name,
  timeZone: organizations.timeZone,
  lastWrite: users.lastWrite,
};

const isItsUser = and(
  eq(users.organizationId, sessions.organizationId),
  eq(users.id, sessions.userId),
  eq(users.sessionVersion, sessions.userVersion),
  eq(users.active, true),
);

type SessionId = Pick<SessionClaims, "organizationId" | "sessionId">;

const stillCounts = ({ organizationId, sessionId }: SessionId) =>
  and(
    eq(sessions.organizationId, organizationId),
    eq(sessions.id, sessionId),
    isNull(sessions.endedAt),
    gt(sessions.createdAt, sql`now() - ${sessionMs} * interval '1 millisecond'`),
  );

/**
 * The user as the database knows them now; null when the session was ended or its time is over, when the account is
 * gone or inactive, or when all its sessions were ended since.
 */
export async function actorOfSession(
  session: SessionId,
  requestId: string,
  executor: Executor = db,
): Promise<UserActor | null> {
  const [row] = await executor
    .select(person)
    .from(sessions)
    .innerJoin(users, isItsUser)
    .innerJoin(organizations, eq(organizations.id, users.organizationId))
    .where(stillCounts(session));
  return row ? { type: "user", organizationId: session.organizationId, requestId, ...row } : null;
}

/**
 * The same for somebody who is about to write: with a replica they read from the primary until `keepLastWrite` says
 * where their writes end, also when this process dies before that.
 */
export async function writerOfSession(session: SessionId, requestId: string): Promise<UserActor | null> {
  if (!hasReplica()) return actorOfSession(session, requestId);
  const [row] = await db
    .update(users)
    .set({ lastWrite: stillWriting })
    .from(sessions)
    .innerJoin(organizations, eq(organizations.id, sessions.organizationId))
    .where(and(eq(users.organizationId, session.organizationId), isItsUser, stillCounts(session)))
    .returning(person);
  return row ? { type: "user", organizationId: session.organizationId, requestId, ...row } : null;
}

/** Ends a session, and records that its user signed out; ending it again changes nothing. */
export async function endSessionOf({ organizationId, sessionId }: SessionId, requestId: string): Promise<void> {
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
