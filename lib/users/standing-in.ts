import { and, eq } from "drizzle-orm";
import { db } from "@/db/client";
import { organizations } from "@/db/schema/organizations";
import { users } from "@/db/schema/users";
import type { UserActor } from "@/lib/actor";

type Who = { organizationId: string; userId: string };

/**
 * A user in whose name the worker does what they asked for earlier, as the database knows them now.
 * @param requestId under what the events of the work are found
 * @returns null when they may not sign in any more
 */
export async function inNameOf({ organizationId, userId }: Who, requestId: string): Promise<UserActor | null> {
  const { name: organizationName, timeZone } = organizations;
  const { role, name, email, displayZone, theme } = users;
  const [user] = await db
    .select({ role, name, email, organizationName, timeZone, displayZone, theme })
    .from(users)
    .innerJoin(organizations, eq(organizations.id, users.organizationId))
    .where(and(eq(users.organizationId, organizationId), eq(users.id, userId), eq(users.state, "active")));
  return user ? { type: "user", organizationId, userId, sessionId: null, requestId, ...user } : null;
}
