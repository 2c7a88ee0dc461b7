import { and, eq } from "drizzle-orm";
import { v7 as uuidv7 } from "uuid";
import { z } from "zod";
import { db, isUniqueViolation, transaction, type Tx } from "@/db/client";
import { users } from "@/db/schema/users";
import { assertAdmin, type Actor } from "@/lib/actor";
import { DomainError } from "@/lib/errors";
import { recordEvents } from "@/lib/events";
import { incomingText } from "@/lib/incoming-text";
import { readInput } from "@/lib/input";
import { databaseNow } from "@/lib/time";
import { lockAdmins, nameOf, takeStep } from "./access";
import { endLinks, makeLink } from "./links";
import { personName } from "./mutations";
import type { UserState } from "./status";
import { emailUser } from "./user-mail";

export const personEmail = incomingText(
  z.string().toLowerCase().max(254, "The address is longer than 254 characters."),
).pipe(z.email("This is not an email address."));

export const newUser = z.object({ name: personName, email: personEmail, role: z.enum(["admin", "viewer"]) });
type NewUser = z.input<typeof newUser>;

const known: Record<UserState, (email: string) => string> = {
  invited: (email) => `${email} is invited already. Resend the invitation in the list.`,
  active: (email) => `Somebody here already signs in as ${email}.`,
  deactivated: (email) => `The user with ${email} is deactivated. Let them in again in the list.`,
};

/**
 * Invites somebody to the actor's organization, by email: they choose their password by its link, and nobody else knows
 * it.
 * @returns the ids of the user and of the link
 * @throws DomainError `forbidden`; `invalid` when a field is wrong or the address is already in use there.
 */
export async function inviteUser(actor: Actor, input: NewUser): Promise<{ userId: string; linkId: string }> {
  assertAdmin(actor);
  const person = readInput(newUser, input);
  const { organizationId } = actor;
  const userId = uuidv7();
  try {
    return await transaction(async (tx) => {
      await lockAdmins(tx, actor);
      const now = await databaseNow(tx);
      await tx.insert(users).values({ organizationId, id: userId, ...person, state: "invited", createdAt: now });
      const linkId = await sendInvitation(tx, actor, userId, now);
      await recordEvents(tx, actor, [{ name: "user.invited", occurredAt: now, userId, data: { role: person.role } }]);
      return { userId, linkId };
    });
  } catch (error) {
    if (!isUniqueViolation(error)) throw error;
    const [user] = await db
      .select({ state: users.state })
      .from(users)
      .where(and(eq(users.organizationId, organizationId), eq(users.email, person.email)));
    throw new DomainError("invalid", known[user?.state ?? "active"](person.email), "email");
  }
}

async function sendInvitation(tx: Tx, actor: Actor, userId: string, now: Date): Promise<string> {
  const owner = { organizationId: actor.organizationId, userId };
  const linkId = await makeLink(tx, owner, "invitation", now, actor.type === "user" ? actor.userId : null);
  await emailUser(tx, owner, "user_invited", now, linkId);
  return linkId;
}

/**
 * Sends an invitation again, with a new link and its whole time; the older link ends. Also to somebody whose invitation
 * was revoked.
 * @returns the user's name, for the message
 * @throws DomainError `forbidden`, `not_found`, `conflict` for somebody who has joined
 */
export async function inviteAgain(actor: Actor, userId: string): Promise<string> {
  assertAdmin(actor);
  return transaction(async (tx) => {
    await lockAdmins(tx, actor);
    const name = await nameOf(tx, actor, userId);
    if (!(await takeStep(tx, actor.organizationId, userId, "invite")))
      throw new DomainError("conflict", `${name} has joined already, so there is nothing to invite them to.`);
    const now = await databaseNow(tx);
    await sendInvitation(tx, actor, userId, now);
    await recordEvents(tx, actor, [{ name: "user.invited_again", occurredAt: now, userId }]);
    return name;
  });
}

/**
 * Ends an invitation: its link stops working, and the person stays in the list as deactivated.
 * @returns the user's name, for the message
 * @throws DomainError `forbidden`, `not_found`, `conflict` for somebody who is not invited any more
 */
export async function revokeInvitation(actor: Actor, userId: string): Promise<string> {
  assertAdmin(actor);
  return transaction(async (tx) => {
    await lockAdmins(tx, actor);
    const name = await nameOf(tx, actor, userId);
    if (!(await takeStep(tx, actor.organizationId, userId, "revoke")))
      throw new DomainError("conflict", `${name} has no open invitation: they have joined, or it was revoked.`);
    await endLinks(tx, { organizationId: actor.organizationId, userId }, "invitation");
    await recordEvents(tx, actor, [{ name: "user.invitation_revoked", occurredAt: await databaseNow(tx), userId }]);
    return name;
  });
}
