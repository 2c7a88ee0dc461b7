import { v7 as uuidv7 } from "uuid";
import { db } from "@/db/client";
import { sessions } from "@/db/schema/sessions";
import type { UserActor } from "@/lib/actor";
import type { SessionClaims } from "@/lib/web/session-cookie";
import { signInWith } from "@/lib/web/sign-in/credentials";
import { standingOfSession, writerOfSession, type SessionId } from "@/lib/web/session-actor";
import type { User } from "./factories";

/** A session of the user, as signing in would begin it; without a password, which takes a third of a second to verify. */
export async function beginSession(user: User): Promise<SessionClaims> {
  const claims = { organizationId: user.organizationId, sessionId: uuidv7(), endsAt: Date.now() + 7 * 86_400_000 };
  await db.insert(sessions).values({
    organizationId: user.organizationId,
    id: claims.sessionId,
    userId: user.id,
    userVersion: user.sessionVersion,
    ...{ createdAt: new Date(), lastUsedAt: new Date(), device: "Chrome on Linux", address: "192.0.2.1" },
  });
  return claims;
}

/** The actor that the gates make of a session. */
export const actorOfSession = async (session: SessionId, requestId: string) =>
  (await standingOfSession(session, requestId))?.actor ?? null;

/** The actor that the gates make for somebody who is about to write. */
export const writerActorOf = async (session: SessionId, requestId: string) =>
  (await writerOfSession(session, requestId))?.actor ?? null;

/** Signs in as the form does, without a second factor. */
export async function sessionByPassword(
  address: string,
  password: string,
  requestId = "r",
): Promise<SessionClaims | null> {
  const outcome = await signInWith({ address, peer: "203.0.113.9", device: undefined }, password, requestId);
  return outcome && "sessionId" in outcome ? outcome : null;
}

export async function actorByPassword(address: string, password: string): Promise<UserActor | null> {
  const session = await sessionByPassword(address, password);
  return session && actorOfSession(session, "r");
}
