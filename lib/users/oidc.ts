import { and, desc, eq, isNotNull, or, sql } from "drizzle-orm";
import { db, isUniqueViolation, transaction } from "@/db/client";
import { users } from "@/db/schema/users";
import { assertAdmin, type Actor, type Origin } from "@/lib/actor";
import { DomainError } from "@/lib/errors";
import { recordEvents } from "@/lib/events";
import { databaseNow } from "@/lib/time";
import { noteUnknown, recordRefusals } from "@/lib/web/sign-in/credentials";
import type { FirstProof } from "@/lib/web/sign-in/new-session";
import type { Identity } from "@/lib/web/sign-in/oidc/flow";
import { OidcRefused } from "@/lib/web/sign-in/oidc/refusal";
import { lockAdmins, nameOf, takeStep } from "./access";
import { endLinks } from "./links";

/** One person may work for a few organizations; more accounts than this are not read. */
const mostAccounts = 10;

const account = {
  organizationId: users.organizationId,
  userId: users.id,
  email: users.email,
  state: users.state,
  sessionVersion: users.sessionVersion,
  isLinked: sql<boolean>`${users.oidcSubject} is not null`,
};
type Account = FirstProof &
  Pick<typeof users.$inferSelect, "email" | "state"> & { isLinked: boolean; isOfSubject: boolean };

/**
 * Those that are linked to this person, and those of their verified email, in any organization: nobody is signed in yet.
 * The one used last first. One statement reads both, so that an account which another window links meanwhile is not
 * taken for one that is linked to somebody else.
 */
function accountsOf({ issuer, subject, email }: Identity): Promise<Account[]> {
  const ofSubject = and(eq(users.oidcSubject, subject), eq(users.oidcIssuer, issuer))!;
  const isOfSubject = sql<boolean>`coalesce(${ofSubject}, false)`;
  return db
    .select({ ...account, isOfSubject })
    .from(users)
    .where(or(ofSubject, email === null ? undefined : eq(users.email, email)))
    .orderBy(desc(isOfSubject), sql`${users.lastSignInAt} desc nulls last`, desc(users.id))
    .limit(mostAccounts);
}

/**
 * The account that somebody signs in to for whom the identity provider vouches: the one that is linked to them; before
 * that, by their verified email, one that is active, or invited, which joins by this. Where several organizations have
 * one, the one used last, as for a password.
 * @throws OidcRefused `unverified`, `linked` (to another of the provider's accounts) or `unknown` (also for a deactivated
 * user); an event tells of it where there is a user
 */
export async function accountByOidc(
  identity: Identity,
  from: Origin,
  requestId: string,
): Promise<FirstProof & { email: string }> {
  const accounts = await accountsOf(identity);
  const linked = accounts.filter(({ isOfSubject }) => isOfSubject);
  const active = linked.find(({ state }) => state === "active");
  if (active) return proofOf(active, identity);
  if (identity.email === null) return refuse("unverified", linked, identity, from, requestId);
  // Where an organization knows them by the link, their address leads to nobody else there.
  const known = new Set(linked.map(({ organizationId }) => organizationId));
  const others = accounts.filter(({ organizationId }) => !known.has(organizationId));
  const open = others.filter(({ state }) => state !== "deactivated");
  const own = open.find(({ isLinked }) => !isLinked);
  if (!own) return refuse(open.length > 0 ? "linked" : "unknown", [...linked, ...others], identity, from, requestId);
  if (own.state === "active") return proofOf(own, identity);
  const joined = await joinByOidc(own, identity, from, requestId);
  // Joined at this very moment by another window, or revoked: whichever it was is read anew.
  return joined ?? accountByOidc(identity, from, requestId);
}

const proofOf = ({ organizationId, userId, email, sessionVersion }: Account, identity: Identity) => {
  const { issuer, subject, isStrong } = identity;
  return { organizationId, userId, email, sessionVersion, oidc: { issuer, subject, isStrong } };
};

async function refuse(
  why: "unverified" | "linked" | "unknown",
  accounts: readonly Account[],
  { email }: Identity,
  { address: peer, device: deviceWords }: Origin,
  requestId: string,
): Promise<never> {
  const data = { oidc: true, ...(why === "linked" ? { linked: true } : {}) };
  if (accounts.length > 0) await recordRefusals(accounts, false, { peer, deviceWords }, requestId, data);
  else if (email !== null) await noteUnknown(email, requestId);
  throw new OidcRefused(why);
}

/** Takes up an invitation without its link, which is used up by it. Null when it is not open any more. */
async function joinByOidc(invited: Account, identity: Identity, from: Origin, requestId: string) {
  const { organizationId, userId } = invited;
  const author = { type: "user", organizationId, userId, requestId, from } as const;
  return transaction(async (tx) => {
    const link = { oidcIssuer: identity.issuer, oidcSubject: identity.subject };
    const joined = await takeStep(tx, organizationId, userId, "join", link);
    if (!joined) return null;
    await endLinks(tx, invited, "invitation");
    const occurredAt = await databaseNow(tx);
    await recordEvents(tx, author, [
      { name: "user.joined", occurredAt, userId, data: { oidc: true } },
      { name: "user.oidc_linked", occurredAt, userId },
    ]);
    return proofOf({ ...invited, ...joined }, identity);
  }).catch((error: unknown) => {
    // The same person has just been linked to another account of this organization.
    if (isUniqueViolation(error)) throw new OidcRefused("linked");
    throw error;
  });
}

/**
 * Unlinks another user from the identity provider, and ends their sessions: the next one with their verified email is
 * linked anew.
 * @returns the user's name, for the message
 * @throws DomainError `forbidden`, `not_found`, `conflict` (oneself; not linked)
 */
export async function unlinkOidc(actor: Actor, userId: string): Promise<string> {
  assertAdmin(actor);
  if (actor.type === "user" && actor.userId === userId)
    throw new DomainError("conflict", "You cannot unlink yourself. Ask another admin.");
  return transaction(async (tx) => {
    await lockAdmins(tx, actor);
    const name = await nameOf(tx, actor, userId);
    const { organizationId } = actor;
    const unlinked = await tx
      .update(users)
      .set({ oidcIssuer: null, oidcSubject: null, sessionVersion: sql`${users.sessionVersion} + 1` })
      .where(and(eq(users.organizationId, organizationId), eq(users.id, userId), isNotNull(users.oidcSubject)))
      .returning({ id: users.id });
    if (unlinked.length === 0)
      throw new DomainError("conflict", `${name} is not linked to the identity provider. Load the page again.`);
    await recordEvents(tx, actor, [{ name: "user.oidc_unlinked", occurredAt: await databaseNow(tx), userId }]);
    return name;
  });
}
