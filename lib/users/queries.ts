import { and, asc, eq, sql } from "drizzle-orm";
import { db } from "@/db/client";
import { organizations } from "@/db/schema/organizations";
import { userLinks } from "@/db/schema/user_links";
import { users } from "@/db/schema/users";
import { assertAdmin, type Actor, type UserActor } from "@/lib/actor";
import { notFound } from "@/lib/errors";
import { isWithSecondFactor } from "@/lib/web/sign-in/second-factor";
import { isJoined } from "./access";
import type { PasswordOwner } from "./password-rules";

const columns = {
  id: users.id,
  name: users.name,
  email: users.email,
  role: users.role,
  state: users.state,
  lastSignInAt: users.lastSignInAt,
  createdAt: users.createdAt,
  hasJoined: isJoined,
  /** The identity provider signs them in. */
  isLinked: sql<boolean>`${users.oidcSubject} is not null`,
  /** When the link of their invitation ends; null without an invitation. */
  invitationEndsAt: userLinks.endsAt,
};

const itsInvitation = and(
  eq(userLinks.organizationId, users.organizationId),
  eq(userLinks.userId, users.id),
  eq(userLinks.purpose, "invitation"),
);

type Joined = "hasJoined" | "isLinked" | "invitationEndsAt";
export type UserRow = Pick<typeof users.$inferSelect, Exclude<keyof typeof columns, Joined>> & {
  hasSecondFactor: boolean;
  hasJoined: boolean;
  isLinked: boolean;
  invitationEndsAt: Date | null;
};

const order = sql`case ${users.state} when 'active' then 0 when 'invited' then 1 else 2 end`;

/**
 * Every user of the actor's organization, active ones first, then those who are invited, by name.
 * @throws DomainError `forbidden` unless the actor is an admin.
 */
export async function listUsers(actor: Actor): Promise<UserRow[]> {
  assertAdmin(actor);
  return db
    .select({ ...columns, hasSecondFactor: isWithSecondFactor(actor.organizationId, users.id) })
    .from(users)
    .leftJoin(userLinks, itsInvitation)
    .where(eq(users.organizationId, actor.organizationId))
    .orderBy(order, asc(sql`lower(${users.name})`), asc(users.id));
}

/**
 * What a new password of the actor is measured by.
 * @throws DomainError `not_found`
 */
export async function ownerOfPassword(actor: UserActor): Promise<PasswordOwner> {
  const { organizationId, userId } = actor;
  const { name, email } = columns;
  const hasSecondFactor = isWithSecondFactor(organizationId, users.id);
  const [found] = await db
    .select({ organizationName: organizations.name, name, email, hasSecondFactor })
    .from(users)
    .innerJoin(organizations, eq(organizations.id, users.organizationId))
    .where(and(eq(users.organizationId, organizationId), eq(users.id, userId)));
  if (!found) throw notFound("user");
  return found;
}
