import { and, eq, isNull, sql, type SQL } from "drizzle-orm";
import { z } from "zod";
import { db, transaction, type Tx } from "@/db/client";
import { sessions } from "@/db/schema/sessions";
import { users } from "@/db/schema/users";
import type { UserActor } from "@/lib/actor";
import { DomainError, notFound } from "@/lib/errors";
import { recordEvents } from "@/lib/events";
import { databaseNow, isTimeZone } from "@/lib/time";
import { endLinks } from "@/lib/users/links";
import { newPassword, personName } from "@/lib/users/mutations";
import { assertGoodPassword } from "@/lib/users/password-rules";
import { ownerOfPassword } from "@/lib/users/queries";
import { emailUser } from "@/lib/users/user-mail";
import { provePassword } from "@/lib/web/sign-in/own-proof";
import { hashPassword } from "@/lib/web/sign-in/password";

export const ownName = z.object({ name: personName });

const themes = ["system", "light", "dark"] as const;
export const ownDisplay = z.object({
  theme: z.enum(themes, "Choose a theme."),
  /** Empty for the organization's. */
  displayZone: z
    .string()
    .max(64)
    .refine((zone) => zone === "" || isTimeZone(zone), "Choose a time zone of the list.")
    .transform((zone) => (zone === "" ? null : zone)),
});

export const passwordChange = z.object({
  present: z.string("Write your present password.").min(1, "Write your present password.").max(1_024),
  password: newPassword,
});

const self = ({ organizationId, userId }: UserActor) =>
  and(eq(users.organizationId, organizationId), eq(users.id, userId));

/** Changes the actor's own name; the same name again changes nothing. */
export async function changeOwnName(actor: UserActor, { name }: z.output<typeof ownName>): Promise<void> {
  await transaction(async (tx) => {
    const [before] = await tx.select({ name: users.name }).from(users).where(self(actor)).for("no key update");
    if (!before) throw notFound("user");
    if (before.name === name) return;
    await tx.update(users).set({ name }).where(self(actor));
    const data = { field: "name", from: before.name, to: name };
    const occurredAt = await databaseNow(tx);
    await recordEvents(tx, actor, [{ name: "user.changed", occurredAt, userId: actor.userId, data }]);
  });
}

/** How the portal looks to the actor alone. It changes nothing that anybody else sees, so no event tells of it. */
export async function changeOwnDisplay(actor: UserActor, display: z.output<typeof ownDisplay>): Promise<void> {
  await db.update(users).set(display).where(self(actor));
}

/**
 * Gives the actor a new password, and ends all their sessions but the one that asks.
 * @throws DomainError `invalid` when the present password is wrong (field `present`) or the new one is not good enough
 * (`password`), `conflict` when somebody changed it meanwhile; TooManyRequests after many wrong ones.
 */
export async function changeOwnPassword(actor: UserActor, input: z.output<typeof passwordChange>): Promise<void> {
  const { passwordHash: presentHash } = await provePassword(actor, input.present, "present");
  if (input.password === input.present)
    throw new DomainError("invalid", "This is your present password. Choose another one.", "password");
  assertGoodPassword(input.password, await ownerOfPassword(actor));
  const passwordHash = await hashPassword(input.password);
  await transaction(async (tx) => {
    if (!(await keepThisSessionAlone(tx, actor, { passwordHash }, eq(users.passwordHash, presentHash))))
      throw new DomainError("conflict", "Your password was changed meanwhile. Sign in with the new one.");
    const data = { field: "own_password" };
    const occurredAt = await databaseNow(tx);
    await endLinks(tx, actor, "reset");
    await emailUser(tx, actor, "password_changed", occurredAt);
    await recordEvents(tx, actor, [{ name: "user.changed", occurredAt, userId: actor.userId, data }]);
  });
}

const ownSession = ({ organizationId, userId }: UserActor, id: string) =>
  and(eq(sessions.organizationId, organizationId), eq(sessions.userId, userId), eq(sessions.id, id));

/**
 * Ends one session of the actor; ended before, it changes nothing.
 * @returns its device, in words
 * @throws DomainError `not_found` for a session of somebody else
 */
export async function endOwnSession(actor: UserActor, id: string): Promise<string> {
  return transaction(async (tx) => {
    const now = await databaseNow(tx);
    const [ended] = await tx
      .update(sessions)
      .set({ endedAt: now })
      .where(and(ownSession(actor, id), isNull(sessions.endedAt)))
      .returning({ device: sessions.device });
    if (ended) {
      const data = { device: ended.device };
      await recordEvents(tx, actor, [{ name: "user.session_ended", occurredAt: now, userId: actor.userId, data }]);
      return ended.device;
    }
    const [before] = await tx.select({ device: sessions.device }).from(sessions).where(ownSession(actor, id));
    if (!before) throw notFound("session");
    return before.device;
  });
}

/** Ends all sessions of the actor but the one that asks. */
export async function endOtherSessions(actor: UserActor): Promise<void> {
  await transaction(async (tx) => {
    await keepThisSessionAlone(tx, actor, {});
    const data = { others: true };
    const occurredAt = await databaseNow(tx);
    await recordEvents(tx, actor, [{ name: "user.session_ended", occurredAt, userId: actor.userId, data }]);
  });
}

/**
 * Raises the version of the actor's sessions, and brings along the one that asks.
 * @param change what else of them is changed by the same statement, where `onlyIf` holds
 * @returns whether it held
 */
async function keepThisSessionAlone(
  tx: Tx,
  actor: UserActor,
  change: { passwordHash?: string },
  onlyIf?: SQL,
): Promise<boolean> {
  const [changed] = await tx
    .update(users)
    .set({ ...change, sessionVersion: sql`${users.sessionVersion} + 1` })
    .where(and(self(actor), onlyIf))
    .returning({ version: users.sessionVersion });
  if (!changed) return false;
  if (actor.sessionId !== null)
    await tx.update(sessions).set({ userVersion: changed.version }).where(ownSession(actor, actor.sessionId));
  return true;
}
