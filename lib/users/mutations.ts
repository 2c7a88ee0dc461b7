import { and, asc, eq, ne, sql } from "drizzle-orm";
import { v7 as uuidv7 } from "uuid";
import { z } from "zod";
import { db, isUniqueViolation, transaction, type Tx } from "@/db/client";
import { organizations } from "@/db/schema/organizations";
import { users } from "@/db/schema/users";
import { assertAdmin, type Actor } from "@/lib/actor";
import { DomainError, forbidden, notFound } from "@/lib/errors";
import { recordEvents } from "@/lib/events";
import { incomingText } from "@/lib/incoming-text";
import { readInput } from "@/lib/input";
import { databaseNow } from "@/lib/time";
import { hashPassword } from "@/lib/web/sign-in/password";
import { assertGoodPassword } from "./password-rules";

/** Whether it is good enough, lib/users/password-rules.ts says where it is set. */
export const newPassword = z.string("Write a password.");

export const newUser = z.object({
  name: incomingText(
    z.string().min(1, "Write the person's name.").max(200, "The name is longer than 200 characters."),
    { joiners: true },
  ),
  email: incomingText(z.string().toLowerCase().max(254, "The address is longer than 254 characters.")).pipe(
    z.email("This is not an email address."),
  ),
  role: z.enum(["admin", "viewer"]),
  password: newPassword,
});
type NewUser = z.input<typeof newUser>;

async function hashOfNew(actor: Actor, password: string): Promise<string> {
  const [organization] = await db
    .select({ name: organizations.name })
    .from(organizations)
    .where(eq(organizations.id, actor.organizationId));
  assertGoodPassword(password, organization?.name ?? "");
  return hashPassword(password);
}

/**
 * Adds a user to the actor's organization, who can sign in at once.
 * @returns the user's id
 * @throws DomainError `forbidden`; `invalid` when a field is wrong or the address is already in use there.
 */
export async function createUser(actor: Actor, input: NewUser): Promise<string> {
  assertAdmin(actor);
  const { password, ...person } = readInput(newUser, input);
  const passwordHash = await hashOfNew(actor, password);
  const id = uuidv7();
  try {
    await transaction(async (tx) => {
      const now = await databaseNow(tx);
      await tx
        .insert(users)
        .values({ organizationId: actor.organizationId, id, ...person, passwordHash, createdAt: now });
      await recordEvents(tx, actor, [
        { name: "user.created", occurredAt: now, userId: id, data: { role: person.role } },
      ]);
    });
  } catch (error) {
    if (isUniqueViolation(error))
      throw new DomainError("invalid", `Somebody here already signs in as ${person.email}.`, "email");
    throw error;
  }
  return id;
}

type UserChange = { role: "admin" | "viewer" } | { active: boolean };

const already = (change: UserChange) => {
  if ("role" in change) return change.role === "admin" ? "is already an admin" : "is already a viewer";
  return change.active ? "can already sign in" : "is already deactivated";
};

/**
 * Locks the organization's active admins, in one order for everyone: of two admins who demote each other, the second
 * waits and is then refused, because they are no admin any more.
 */
async function lockAdmins(tx: Tx, actor: Actor): Promise<Set<string>> {
  const admins = await tx
    .select({ id: users.id })
    .from(users)
    .where(and(eq(users.organizationId, actor.organizationId), eq(users.role, "admin"), eq(users.active, true)))
    .orderBy(asc(users.id))
    // Not "for update": that would wait for every transaction that refers to the user, such as a large upload of
    // theirs.
    .for("no key update");
  const ids = new Set(admins.map(({ id }) => id));
  if (actor.type === "user" && !ids.has(actor.userId)) throw forbidden();
  return ids;
}

async function nameOf(tx: Tx, actor: Actor, userId: string): Promise<string> {
  const [user] = await tx
    .select({ name: users.name })
    .from(users)
    .where(and(eq(users.organizationId, actor.organizationId), eq(users.id, userId)));
  if (!user) throw notFound("user");
  return user.name;
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
    const [field, to] = "role" in change ? (["role", change.role] as const) : (["active", change.active] as const);
    const changed = await tx
      .update(users)
      .set({ ...change, ...(field === "active" && !to ? { sessionVersion: sql`${users.sessionVersion} + 1` } : {}) })
      .where(and(eq(users.organizationId, actor.organizationId), eq(users.id, userId), ne(users[field], to)))
      .returning({ id: users.id });
    if (changed.length === 0) throw new DomainError("conflict", `${name} ${already(change)}.`);
    await recordEvents(tx, actor, [
      { name: "user.changed", occurredAt: await databaseNow(tx), userId, data: { field, to } },
    ]);
    return name;
  });
}

/**
 * Gives another user a new password and ends their sessions, when they forgot theirs.
 * @returns the user's name, for the message
 * @throws DomainError `forbidden`, `not_found`, `conflict` (oneself).
 */
export async function resetPassword(actor: Actor, userId: string, password: string): Promise<string> {
  assertAdmin(actor);
  if (actor.type === "user" && actor.userId === userId)
    throw new DomainError("conflict", "You cannot reset your own password. Ask another admin.");
  const passwordHash = await hashOfNew(actor, readInput(newPassword, password));
  return transaction(async (tx) => {
    await lockAdmins(tx, actor);
    const [user] = await tx
      .update(users)
      .set({ passwordHash, sessionVersion: sql`${users.sessionVersion} + 1` })
      .where(and(eq(users.organizationId, actor.organizationId), eq(users.id, userId)))
      .returning({ name: users.name });
    if (!user) throw notFound("user");
    await recordEvents(tx, actor, [
      { name: "user.changed", occurredAt: await databaseNow(tx), userId, data: { field: "password" } },
    ]);
    return user.name;
  });
}
