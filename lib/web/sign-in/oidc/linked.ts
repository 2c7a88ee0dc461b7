import { and, eq, isNull } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { users } from "@/db/schema/users";
import type { UserActor } from "@/lib/actor";
import { recordEvents } from "@/lib/events";
import type { Identity } from "./flow";

type Author = Pick<UserActor, "type" | "organizationId" | "userId" | "requestId" | "from">;

/**
 * Links a user to whom the identity provider vouches for, once: afterwards that one alone signs them in. The user's row
 * must be locked.
 * @returns false for somebody who is linked to another one
 */
export async function keepLinked(
  tx: Tx,
  author: Author,
  { issuer, subject }: Pick<Identity, "issuer" | "subject">,
  now: Date,
): Promise<boolean> {
  const { organizationId, userId } = author;
  const isIt = and(eq(users.organizationId, organizationId), eq(users.id, userId));
  const linked = await tx
    .update(users)
    .set({ oidcIssuer: issuer, oidcSubject: subject })
    .where(and(isIt, isNull(users.oidcSubject)))
    .returning({ id: users.id });
  if (linked.length === 1) {
    await recordEvents(tx, author, [{ name: "user.oidc_linked", occurredAt: now, userId }]);
    return true;
  }
  return (await tx.$count(users, and(isIt, eq(users.oidcIssuer, issuer), eq(users.oidcSubject, subject)))) === 1;
}
