import { and, asc, eq, inArray, not, sql } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { users } from "@/db/schema/users";
import type { Actor } from "@/lib/actor";
import { forbidden, notFound } from "@/lib/errors";
import { accessSteps, type AccessStep, type UserState } from "./status";

/** True of a user who has had a way to sign in: a password that they chose, or a link to the identity provider. */
export const isJoined = sql<boolean>`(${users.passwordHash} is not null or ${users.oidcSubject} is not null)`;

/**
 * Takes a step of a user's access, if it is open to them as they stand now; the table of steps is the guard.
 * @returns the version of their sessions, or null when the step was not open: also to the second of two at once
 */
export async function takeStep(
  tx: Tx,
  organizationId: string,
  userId: string,
  step: AccessStep,
  also: Partial<typeof users.$inferInsert> = {},
): Promise<{ sessionVersion: number } | null> {
  const { from, to, joined }: { from: readonly UserState[]; to: UserState; joined?: boolean } = accessSteps[step];
  const hasJoined = joined === undefined ? undefined : joined ? isJoined : not(isJoined);
  const endsSessions = to === "deactivated" ? { sessionVersion: sql`${users.sessionVersion} + 1` } : {};
  const [changed] = await tx
    .update(users)
    .set({ state: to, ...endsSessions, ...also })
    .where(
      and(eq(users.organizationId, organizationId), eq(users.id, userId), inArray(users.state, [...from]), hasJoined),
    )
    .returning({ sessionVersion: users.sessionVersion });
  return changed ?? null;
}

/**
 * Locks the organization's active admins, in one order for everyone: of two admins who demote each other, the second
 * waits and is then refused, because they are no admin any more.
 */
export async function lockAdmins(tx: Tx, actor: Actor): Promise<Set<string>> {
  const admins = await tx
    .select({ id: users.id })
    .from(users)
    .where(and(eq(users.organizationId, actor.organizationId), eq(users.role, "admin"), eq(users.state, "active")))
    .orderBy(asc(users.id))
    // Not "for update": that would wait for every transaction that refers to the user, such as a large upload of
    // theirs.
    .for("no key update");
  const ids = new Set(admins.map(({ id }) => id));
  if (actor.type === "user" && !ids.has(actor.userId)) throw forbidden();
  return ids;
}

export async function nameOf(tx: Tx, actor: Actor, userId: string): Promise<string> {
  const [user] = await tx
    .select({ name: users.name })
    .from(users)
    .where(and(eq(users.organizationId, actor.organizationId), eq(users.id, userId)));
  if (!user) throw notFound("user");
  return user.name;
}
