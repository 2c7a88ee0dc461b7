import { and, eq } from "drizzle-orm";
import { z } from "zod";
import { db, type Executor } from "@/db/client";
import { organizations } from "@/db/schema/organizations";
import { users } from "@/db/schema/users";
import type { UserActor } from "@/lib/actor";

/** All that a session contains. Neither role nor name: those are read from the database at each request. */
export const sessionClaims = z.object({
  organizationId: z.uuid(),
  userId: z.uuid(),
  sessionVersion: z.int().positive(),
});
export type SessionClaims = z.output<typeof sessionClaims>;

/**
 * The user as the database knows them now; null when the account is gone or inactive, or its sessions were ended since.
 */
export async function actorOfSession(
  claims: SessionClaims,
  requestId: string,
  executor: Executor = db,
): Promise<UserActor | null> {
  const [row] = await executor
    .select({
      role: users.role,
      name: users.name,
      email: users.email,
      organizationName: organizations.name,
      timeZone: organizations.timeZone,
    })
    .from(users)
    .innerJoin(organizations, eq(organizations.id, users.organizationId))
    .where(
      and(
        eq(users.organizationId, claims.organizationId),
        eq(users.id, claims.userId),
        eq(users.sessionVersion, claims.sessionVersion),
        eq(users.active, true),
      ),
    );
  return row ? { type: "user", organizationId: claims.organizationId, userId: claims.userId, requestId, ...row } : null;
}
