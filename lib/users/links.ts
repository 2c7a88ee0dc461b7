import { and, eq, gt, inArray, sql } from "drizzle-orm";
import { v7 as uuidv7 } from "uuid";
import { db, type Tx } from "@/db/client";
import { organizations } from "@/db/schema/organizations";
import { userLinks, type userLinkPurpose } from "@/db/schema/user_links";
import { users } from "@/db/schema/users";
import { env } from "@/lib/env";
import { DomainError } from "@/lib/errors";
import { isHashedToken, tokenHash, userLinkToken } from "@/lib/token";
import { hasSecondFactor, type Owner } from "@/lib/web/sign-in/second-factor";
import type { PasswordOwner } from "./password-rules";

export type LinkPurpose = (typeof userLinkPurpose.enumValues)[number];

const hourMs = 3_600_000;

/** The links by which a user chooses a password: where each leads, and how long it can be used. */
export const userLinkTable = {
  invitation: { path: "/invitation/", hours: 72 },
  reset: { path: "/reset/", hours: 1 },
} as const satisfies Record<LinkPurpose, { path: string; hours: number }>;

/** The address of a link, only for the user it was made for. */
export const linkAddress = (purpose: LinkPurpose, linkId: string): string =>
  env().PORTAL_URL + userLinkTable[purpose].path + userLinkToken(env().LINK_KEY, linkId);

/** The same as the log shows it. */
export const hiddenAddress = (purpose: LinkPurpose): string =>
  `${env().PORTAL_URL}${userLinkTable[purpose].path}(hidden)`;

const ofUser = ({ organizationId, userId }: Owner, ...purposes: LinkPurpose[]) =>
  and(eq(userLinks.organizationId, organizationId), eq(userLinks.userId, userId), inArray(userLinks.purpose, purposes));

/**
 * Makes a link; the older one of this user for this purpose ends. The user's row must be locked, so that of two made at
 * once one stays.
 * @returns its id, from which its token is derived: nobody can read the token from the database
 */
export async function makeLink(
  tx: Tx,
  owner: Owner,
  purpose: LinkPurpose,
  createdAt: Date,
  madeBy: string | null = null,
): Promise<string> {
  await endLinks(tx, owner, purpose);
  const { organizationId, userId } = owner;
  const id = uuidv7();
  await tx.insert(userLinks).values({
    ...{ organizationId, id, userId, purpose, madeBy, createdAt },
    tokenHash: tokenHash(userLinkToken(env().LINK_KEY, id)),
    endsAt: new Date(createdAt.getTime() + userLinkTable[purpose].hours * hourMs),
  });
  return id;
}

/** Ends the links of a user for these purposes. */
export const endLinks = (tx: Tx, owner: Owner, ...purposes: LinkPurpose[]): Promise<unknown> =>
  tx.delete(userLinks).where(ofUser(owner, ...purposes));

/** Uses a link up, in the transaction of what it is used for; of many at once, one gets it. */
export async function takeLink(tx: Tx, { organizationId, linkId }: OpenedLink): Promise<void> {
  const taken = await tx
    .delete(userLinks)
    .where(
      and(eq(userLinks.organizationId, organizationId), eq(userLinks.id, linkId), gt(userLinks.endsAt, sql`now()`)),
    )
    .returning({ id: userLinks.id });
  if (taken.length === 0) throw endedLink();
}

/** A link that can still be used, and whose password it chooses. */
type OpenedLink = Owner & {
  linkId: string;
  endsAt: Date;
  /** The organization's. */
  timeZone: string;
  /** The admin who invited them; null where a command did. */
  invitedBy: string | null;
} & PasswordOwner;

/**
 * The link with this token; null for one that is not known, was used, was replaced by a newer one, or whose time is over.
 * Changes nothing, because mail scanners open links too. The token is the only permission.
 */
export async function openLink(token: string, purpose: LinkPurpose): Promise<OpenedLink | null> {
  if (!isHashedToken(token)) return null;
  const [found] = await db
    .select({
      organizationId: userLinks.organizationId,
      linkId: userLinks.id,
      userId: userLinks.userId,
      endsAt: userLinks.endsAt,
      madeBy: userLinks.madeBy,
    })
    .from(userLinks)
    .where(
      and(eq(userLinks.tokenHash, tokenHash(token)), eq(userLinks.purpose, purpose), gt(userLinks.endsAt, sql`now()`)),
    );
  if (!found) return null;
  const { madeBy, ...link } = found;
  const people = await db
    .select({
      ...{ id: users.id, name: users.name, email: users.email },
      ...{ organizationName: organizations.name, timeZone: organizations.timeZone },
    })
    .from(users)
    .innerJoin(organizations, eq(organizations.id, users.organizationId))
    .where(and(eq(users.organizationId, link.organizationId), inArray(users.id, [link.userId, madeBy ?? link.userId])));
  const owner = people.find(({ id }) => id === link.userId);
  if (!owner) return null;
  const { id: _, ...known } = owner;
  const invitedBy = people.find(({ id }) => id === madeBy)?.name ?? null;
  return { ...link, ...known, invitedBy, hasSecondFactor: await hasSecondFactor(db, link) };
}

/** Whether the link of an email can still be used, and who invited by it; null when it was used, replaced or ended. */
export async function standingOfLink(
  organizationId: string,
  linkId: string,
): Promise<{ invitedBy: string | null } | null> {
  const [found] = await db
    .select({ invitedBy: users.name })
    .from(userLinks)
    .leftJoin(users, and(eq(users.organizationId, userLinks.organizationId), eq(users.id, userLinks.madeBy)))
    .where(
      and(eq(userLinks.organizationId, organizationId), eq(userLinks.id, linkId), gt(userLinks.endsAt, sql`now()`)),
    );
  return found ?? null;
}

export const endedLink = () =>
  new DomainError(
    "not_found",
    "This link does not work any more. It was used, a newer one was sent, or its time is over.",
  );
