import { v7 as uuidv7 } from "uuid";
import { db } from "@/db/client";
import { sessions } from "@/db/schema/sessions";
import type { SessionClaims } from "@/lib/web/session-cookie";
import type { User } from "./factories";

/** A session of the user, as signing in would begin it; without a password, which takes a third of a second to verify. */
export async function beginSession(user: User): Promise<SessionClaims> {
  const claims = { organizationId: user.organizationId, sessionId: uuidv7(), signedInAt: Date.now() };
  await db.insert(sessions).values({
    organizationId: user.organizationId,
    id: claims.sessionId,
    userId: user.id,
    userVersion: user.sessionVersion,
    createdAt: new Date(claims.signedInAt),
  });
  return claims;
}
