import { and, eq, ne, sql } from "drizzle-orm";
import { z } from "zod";
import { transaction, type Tx } from "@/db/client";
import { users } from "@/db/schema/users";
import { assertAdmin, type Actor } from "@/lib/actor";
import { DomainError } from "@/lib/errors";
import { recordEvents } from "@/lib/events";
import { incomingText } from "@/lib/incoming-text";
import { databaseNow } from "@/lib/time";
import { removeSecondFactors } from "@/lib/web/sign-in/second-factor";
import { lockAdmins, nameOf, takeStep } from "./access";
import { endLinks } from "./links";

/** Whether it is good enough, lib/users/password-rules.ts says where it is set. */
export const newPassword = z.string("Write a password.");

export const personName = incomingText(
  z.string().min(1, "Write the name.").max(200, "The name is longer than 200 characters."),
  { joiners: true },
);

type UserChange = { role: "admin" | "viewer" } | { active: boolean };

const already = (change: UserChange) => {
  if ("role" in change) return change.role === "admin" ? "is already an admin" : "is already a viewer";
  return change.active ? "is not deactivated, or has never joined: then send an invitation" : "is not active any more";
};

async function changeRole(tx: Tx, { organizationId }: Actor, userId: string, role: "admin" | "viewer") {
  const changed = await tx
    .update(users)
    .set({ role })
    .where(and(eq(users.organizationId, organizationId), eq(users.id, userId), ne(users.role, role)))
    .returning({ id: users.id });
  return changed[0] ?? null;
}

/**
 * Changes another user's role, or whether they can sign in; deactivating ends their sessions for good. Of two
 * admins who do the same thing at once, one is told that it is already so.
 * @returns the user's name, for the message
 * @throws DomainError `forbidden`, `not_found`, `conflict` (already so; oneself; the last active admin).
 */
export async function changeUser(actor: Actor, userId: string, change: UserChange): Promise<string> {
  assertAdmin(actor);
  if (actor.type === "user" && actor.userId === userId) {
    throw new DomainError("conflict", "You cannot change your own role or deactivate yourself. Ask another admin.");
  }
  return transaction(async (tx) => {
    const admins = await lockAdmins(tx, actor);
    const name = await nameOf(tx, actor, userId);
    const loses = "role" in change ? change.role !== "admin" : !change.active;
    if (loses && admins.has(userId) && admins.size === 1) {
      throw new DomainError("conflict", `${name} is the only active admin. Make somebody else an admin first.`);
    }
    const changed = await ("role" in change
      ? changeRole(tx, actor, userId, change.role)
      : takeStep(tx, actor.organizationId, userId, change.active ? "reactivate" : "deactivate"));
    if (!changed) throw new DomainError("conflict", `${name} ${already(change)}.`);
    if ("active" in change && !change.active)
      await endLinks(tx, { organizationId: actor.organizationId, userId }, "reset");
    const data = "role" in change ? { field: "role", to: change.role } : { field: "active", to: change.active };
    await recordEvents(tx, actor, [{ name: "user.changed", occurredAt: await databaseNow(tx), userId, data }]);
    return name;
  });
}

/**
 * Takes the second factor from another user who lost it, and ends their sessions: the password alone signs them in, or
 * lets them set up a new one where the organization wants one.
 * @returns the user's name, for the message
 * @throws DomainError `forbidden`, `not_found`, `conflict` (oneself; they have none).
 */
export async function resetSecondFactor(actor: Actor, userId: string): Promise<string> {
  assertAdmin(actor);
  if (actor.type === "user" && actor.userId === userId)
    throw new DomainError("conflict", "You cannot reset your own second factor. Turn it off on your account page.");
  return transaction(async (tx) => {
    await lockAdmins(tx, actor);
    const name = await nameOf(tx, actor, userId);
    const { organizationId } = actor;
    if (!(await removeSecondFactors(tx, { organizationId, userId })))
      throw new DomainError("conflict", `${name} has no second factor.`);
    await tx
      .update(users)
      .set({ sessionVersion: sql`${users.sessionVersion} + 1` })
      .where(and(eq(users.organizationId, organizationId), eq(users.id, userId)));
    await recordEvents(tx, actor, [{ name: "user.second_factor_reset", occurredAt: await databaseNow(tx), userId }]);
    return name;
  });
}
