import { and, desc, eq, inArray, sql } from "drizzle-orm";
import { db, transaction, type Tx } from "@/db/client";
import { users } from "@/db/schema/users";
import { assertAdmin, systemActor, type Actor } from "@/lib/actor";
import { DomainError } from "@/lib/errors";
import { recordEvents } from "@/lib/events";
import { databaseNow } from "@/lib/time";
import { hashPassword } from "@/lib/web/sign-in/password";
import type { Owner } from "@/lib/web/sign-in/second-factor";
import { endedLink, makeLink, openLink, takeLink, type LinkPurpose } from "./links";
import { assertGoodPassword } from "./password-rules";
import type { UserState } from "./status";
import { emailUser } from "./user-mail";

/** One person may work for a few organizations; more accounts than this under one address get nothing. */
const mostAccounts = 5;

/** Which link somebody gets who asks for a new password, as they stand; null is none. */
const linkFor: Record<UserState, LinkPurpose | null> = { invited: "invitation", active: "reset", deactivated: null };

/**
 * Sends a link to each person who has an account under this address, one email for each organization; nothing to anybody else.
 * The person who asks must not wait for it: how long it takes tells whether the address is known.
 */
export async function sendResetLinks(address: string, requestId: string): Promise<void> {
  const accounts = await db
    .select({ organizationId: users.organizationId, userId: users.id })
    .from(users)
    .where(and(eq(users.email, address), inArray(users.state, ["active", "invited"])))
    .orderBy(sql`${users.lastSignInAt} desc nulls last`, desc(users.id))
    .limit(mostAccounts);
  for (const account of accounts)
    await transaction((tx) => makeResetLink(tx, systemActor(account.organizationId, requestId), account));
}

/** @returns the address that the email goes to and the link's id; null for somebody who may get none */
async function makeResetLink(tx: Tx, actor: Actor, owner: Owner) {
  const [user] = await tx
    .select({ state: users.state, email: users.email })
    .from(users)
    .where(and(eq(users.organizationId, owner.organizationId), eq(users.id, owner.userId)))
    .for("no key update");
  const purpose = user ? linkFor[user.state] : null;
  if (!user || !purpose) return null;
  const now = await databaseNow(tx);
  const linkId = await makeLink(tx, owner, purpose, now);
  await emailUser(tx, owner, purpose === "reset" ? "password_reset" : "user_invited", now, linkId);
  await recordEvents(tx, actor, [
    { name: "user.reset_asked", occurredAt: now, userId: owner.userId, data: { link: purpose } },
  ]);
  return { purpose, linkId };
}

/**
 * Makes such a link for one user of the organization, for a command that prints it.
 * @throws DomainError `forbidden`; `conflict` for a deactivated user, and for nobody
 */
export async function resetLinkOf(actor: Actor, userId: string): Promise<{ purpose: LinkPurpose; linkId: string }> {
  assertAdmin(actor);
  const owner = { organizationId: actor.organizationId, userId };
  const made = await transaction((tx) => makeResetLink(tx, actor, owner));
  if (!made) throw new DomainError("conflict", "This user is deactivated, so there is no password to choose.");
  return made;
}

/**
 * Gives the owner of the link the password that they chose, and ends all their sessions. Their second factor stays. Of
 * two who use the link at once, one does.
 * @throws DomainError `not_found` for a link that does not work any more, `invalid` for the field `password`
 */
export async function resetByLink(token: string, password: string, requestId: string): Promise<void> {
  const link = await openLink(token, "reset");
  if (!link) throw endedLink();
  assertGoodPassword(password, link);
  const passwordHash = await hashPassword(password);
  const { organizationId, userId } = link;
  await transaction(async (tx) => {
    const changed = await tx
      .update(users)
      .set({ passwordHash, sessionVersion: sql`${users.sessionVersion} + 1` })
      .where(and(eq(users.organizationId, organizationId), eq(users.id, userId), eq(users.state, "active")))
      .returning({ id: users.id });
    if (changed.length === 0) throw endedLink();
    await takeLink(tx, link);
    const now = await databaseNow(tx);
    await emailUser(tx, link, "password_changed", now);
    const author = { type: "user", organizationId, userId, requestId } as const;
    await recordEvents(tx, author, [{ name: "user.password_reset", occurredAt: now, userId }]);
  });
}
