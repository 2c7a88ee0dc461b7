import { and, eq, gt, isNull, lt, sql } from "drizzle-orm";
import { db, hasReplica, keepingPlans, transaction, type Executor } from "@/db/client";
import { organizations } from "@/db/schema/organizations";
import { sessions } from "@/db/schema/sessions";
import { users } from "@/db/schema/users";
import type { Origin, SignedInUser } from "@/lib/actor";
import { recordEvents } from "@/lib/events";
import { logFault } from "@/lib/fault";
import { databaseClock, databaseNow } from "@/lib/time";
import { stillWriting } from "./own-writes";
import { isWithSecondFactor } from "./sign-in/second-factor";
import type { SessionClaims } from "./session-cookie";

/** How exactly the latest use of a session is known. */
const useIsKeptS = 60;
const useIsOld = sql`now() - ${useIsKeptS} * interval '1 second'`;

const personOf = (organizationId: string) => ({
  userId: users.id,
  role: users.role,
  name: users.name,
  email: users.email,
  organizationName: organizations.name,
  timeZone: organizations.timeZone,
  displayZone: users.displayZone,
  theme: users.theme,
  lastWrite: users.lastWrite,
  mustSetUp: sql<boolean>`${organizations.secondFactorRequired} and not ${sessions.oidcFactor} and not ${isWithSecondFactor(organizationId, sessions.userId)}`,
  isUseOld: sql<boolean>`${sessions.lastUsedAt} < ${useIsOld}`,
  now: databaseClock,
});

const isItsUser = and(
  eq(users.organizationId, sessions.organizationId),
  eq(users.id, sessions.userId),
  eq(users.sessionVersion, sessions.userVersion),
  eq(users.state, "active"),
);

export type SessionId = Pick<SessionClaims, "organizationId" | "sessionId">;

const isIt = ({ organizationId, sessionId }: SessionId) =>
  and(eq(sessions.organizationId, organizationId), eq(sessions.id, sessionId), isNull(sessions.endedAt));

/** Neither limit is over: use moves the idle one on, and nothing moves the other. */
const isInTime = and(
  gt(sessions.lastUsedAt, sql`now() - ${organizations.sessionIdleMinutes} * interval '1 minute'`),
  gt(sessions.createdAt, sql`now() - ${organizations.sessionMinutes} * interval '1 minute'`),
);

/**
 * A session that counts. `mustSetUp`: their organization wants a second factor, and they have none, so they may do
 * nothing but set one up. `isUseOld`: its latest use has to be kept. `now`: when the database said so.
 */
export type Standing = { actor: SignedInUser; mustSetUp: boolean; isUseOld: boolean; now: Date };

const standing = (
  { organizationId, sessionId }: SessionId,
  requestId: string,
  row: Omit<SignedInUser, "type" | "organizationId" | "sessionId" | "requestId"> & Omit<Standing, "actor">,
): Standing => {
  const { mustSetUp, isUseOld, now, ...who } = row;
  return { actor: { type: "user", organizationId, sessionId, requestId, ...who }, mustSetUp, isUseOld, now };
};

/**
 * The user as the database knows them now; null when the session was ended or its time is over, when the account is
 * gone or inactive, or when all its sessions were ended since. One statement.
 */
export async function standingOfSession(
  session: SessionId,
  requestId: string,
  executor: Executor = db,
): Promise<Standing | null> {
  const [row] = await keepingPlans(executor)
    .select(personOf(session.organizationId))
    .from(sessions)
    .innerJoin(users, isItsUser)
    .innerJoin(organizations, eq(organizations.id, users.organizationId))
    .where(and(isIt(session), isInTime));
  return row ? standing(session, requestId, row) : null;
}

/**
 * The same for somebody who is about to write: with a replica they read from the primary until `keepLastWrite` says
 * where their writes end, also when this process dies before that.
 */
export async function writerOfSession(session: SessionId, requestId: string): Promise<Standing | null> {
  if (!hasReplica()) return standingOfSession(session, requestId);
  const [row] = await db
    .update(users)
    .set({ lastWrite: stillWriting })
    .from(sessions)
    .innerJoin(organizations, eq(organizations.id, sessions.organizationId))
    .where(and(eq(users.organizationId, session.organizationId), isItsUser, isIt(session), isInTime))
    .returning(personOf(session.organizationId));
  return row ? standing(session, requestId, row) : null;
}

/** Keeps that a session is used now, at most once a minute, also when several ask at once. A failure is logged alone. */
export async function keepUse(session: SessionId, requestId: string): Promise<void> {
  await db
    .update(sessions)
    .set({ lastUsedAt: sql`now()` })
    .where(and(isIt(session), lt(sessions.lastUsedAt, useIsOld)))
    .catch((error: unknown) => logFault("last use of a session", requestId, error));
}

/** Ends a session, and records that its user signed out; ending it again changes nothing. */
export async function endSessionOf(session: SessionId, requestId: string, from?: Origin): Promise<void> {
  const { organizationId } = session;
  await transaction(async (tx) => {
    const now = await databaseNow(tx);
    const [ended] = await tx
      .update(sessions)
      .set({ endedAt: now })
      .where(isIt(session))
      .returning({ userId: sessions.userId });
    if (!ended) return;
    const author = { type: "user", organizationId, userId: ended.userId, requestId, from } as const;
    await recordEvents(tx, author, [{ name: "user.signed_out", occurredAt: now, userId: ended.userId }]);
  });
}
