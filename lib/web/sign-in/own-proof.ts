import { and, eq } from "drizzle-orm";
import { db } from "@/db/client";
import { users } from "@/db/schema/users";
import type { UserActor } from "@/lib/actor";
import { DomainError } from "@/lib/errors";
import { admitOwnProof } from "./limits";
import { verifyPassword } from "./password";

/**
 * Lets somebody who is signed in pass if they know their password.
 * @param field which field of the form it stands in
 * @returns the hash that it fits, so that a change can see whether it is still the same
 * @throws DomainError `invalid` when it is wrong; TooManyRequests after many wrong ones
 */
export async function provePassword(actor: UserActor, password: string, field: string) {
  const tries = await admitOwnProof(actor);
  const [user] = await db
    .select({ passwordHash: users.passwordHash })
    .from(users)
    .where(and(eq(users.organizationId, actor.organizationId), eq(users.id, actor.userId)));
  if (!user?.passwordHash || !(await verifyPassword(password, user.passwordHash)))
    throw new DomainError("invalid", "This is not your present password.", field);
  await tries.forgive();
  return { passwordHash: user.passwordHash };
}
