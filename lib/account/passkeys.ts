import { and, asc, count, eq, isNull } from "drizzle-orm";
import { v7 as uuidv7 } from "uuid";
import { z } from "zod";
import { db, isUniqueViolation, transaction, type Tx } from "@/db/client";
import { organizations } from "@/db/schema/organizations";
import { passkeys } from "@/db/schema/passkeys";
import { recoveryCodes } from "@/db/schema/recovery_codes";
import { users } from "@/db/schema/users";
import type { UserActor } from "@/lib/actor";
import { DomainError, notFound } from "@/lib/errors";
import { recordEvents } from "@/lib/events";
import { incomingText } from "@/lib/incoming-text";
import { databaseNow } from "@/lib/time";
import { assertGoodPassword } from "@/lib/users/password-rules";
import { ownerOfPassword } from "@/lib/users/queries";
import { provePassword } from "@/lib/web/sign-in/own-proof";
import { newChallenge, purposes, takeChallenge } from "@/lib/web/sign-in/passkeys/challenges";
import {
  answerText,
  creationOptions,
  ownPasskey,
  readNewPasskey,
  type CreationOptions,
} from "@/lib/web/sign-in/passkeys/proof";
import { hasSecondFactor, ofOwner, renewRecoveryCodes } from "@/lib/web/sign-in/second-factor";

const mostPasskeys = 20;

const name = incomingText(z.string("Write a name.").min(1, "Write a name.").max(100, "Use at most 100 characters."));
const password = z.string("Write your password.").min(1, "Write your password.").max(1_024);
const id = z.uuid("This passkey does not exist.");
export const passkeyBegun = z.object({ name, password });
export const passkeyMade = z.object({ name, answer: answerText });
export const passkeyRenamed = z.object({ id, name });
export const passkeyRemoved = z.object({ id, password });

export type OwnPasskey = Pick<typeof passkeys.$inferSelect, "id" | "name" | "createdAt" | "lastUsedAt">;

/** The actor's own passkeys, the oldest first. */
export async function ownPasskeys(actor: UserActor): Promise<OwnPasskey[]> {
  return db
    .select({
      id: passkeys.id,
      name: passkeys.name,
      createdAt: passkeys.createdAt,
      lastUsedAt: passkeys.lastUsedAt,
    })
    .from(passkeys)
    .where(ownPasskey(actor))
    .orderBy(asc(passkeys.createdAt), asc(passkeys.id))
    .limit(mostPasskeys);
}

/**
 * Begins to add a passkey, for who knows the password: somebody else at their desk may not.
 * @returns what the browser is asked, and the cookie that its answer needs
 * @throws DomainError `invalid` for a wrong password (field `password`), `conflict` when they have twenty, `not_found`
 * where passkeys are not offered; TooManyRequests
 */
export async function beginPasskey(
  actor: UserActor,
  typed: string,
): Promise<{ options: CreationOptions; cookie: string }> {
  await provePassword(actor, typed, "password");
  const present = await db.select({ id: passkeys.credentialId }).from(passkeys).where(ownPasskey(actor));
  if (present.length >= mostPasskeys)
    throw new DomainError("conflict", `You have ${mostPasskeys} passkeys. Remove one that you do not use any more.`);
  const { challenge, cookie } = await newChallenge(purposes.add(actor));
  return {
    options: await creationOptions(
      actor,
      challenge,
      present.map(({ id }) => id),
    ),
    cookie,
  };
}

/** Locks the actor's row: of two changes at once to how they prove themselves, the second sees the first. */
export async function lockOwnProofs(tx: Tx, { organizationId, userId }: UserActor): Promise<void> {
  await tx
    .select({ id: users.id })
    .from(users)
    .where(and(eq(users.organizationId, organizationId), eq(users.id, userId)))
    .for("no key update");
}

const unusable = () =>
  new DomainError("invalid", "This passkey could not be added: it took too long, or it did not check that it is you.");

/**
 * Adds the passkey that the browser made.
 * @param cookie of the browser that began
 * @returns recovery codes, to be shown once, where the actor has none left
 * @throws DomainError `invalid` when it is no answer to what this browser was asked, `conflict` when it is there already
 */
export async function addPasskey(
  actor: UserActor,
  { name, answer }: z.output<typeof passkeyMade>,
  cookie: string | undefined,
): Promise<string[]> {
  const challenge = await takeChallenge(purposes.add(actor), cookie);
  const made = challenge === null ? null : await readNewPasskey(answer, challenge);
  if (!made) throw unusable();
  const { organizationId, userId } = actor;
  try {
    return await transaction(async (tx) => {
      await lockOwnProofs(tx, actor);
      const createdAt = await databaseNow(tx);
      await tx.insert(passkeys).values({ organizationId, id: uuidv7(), userId, name, ...made, createdAt });
      const codes = (await codesLeft(tx, actor)) === 0 ? await renewRecoveryCodes(tx, actor) : [];
      const data = { passkey: name };
      await recordEvents(tx, actor, [{ name: "user.passkey_added", occurredAt: createdAt, userId, data }]);
      return codes;
    });
  } catch (error) {
    if (isUniqueViolation(error, "passkeys_credential"))
      throw new DomainError("conflict", "You have this passkey already.");
    throw error;
  }
}

async function codesLeft(tx: Tx, actor: UserActor): Promise<number> {
  const [found] = await tx
    .select({ left: count() })
    .from(recoveryCodes)
    .where(and(ofOwner(recoveryCodes, actor), isNull(recoveryCodes.usedAt)));
  return found!.left;
}

/**
 * Gives a passkey another name; the same one again changes nothing.
 * @throws DomainError `not_found` for one of somebody else
 */
export async function renamePasskey(actor: UserActor, { id, name }: z.output<typeof passkeyRenamed>): Promise<void> {
  await transaction(async (tx) => {
    const its = and(ownPasskey(actor), eq(passkeys.id, id));
    const [before] = await tx.select({ name: passkeys.name }).from(passkeys).where(its).for("no key update");
    if (!before) throw notFound("passkey");
    if (before.name === name) return;
    await tx.update(passkeys).set({ name }).where(its);
    const data = { from: before.name, to: name };
    const occurredAt = await databaseNow(tx);
    await recordEvents(tx, actor, [{ name: "user.passkey_renamed", occurredAt, userId: actor.userId, data }]);
  });
}

/**
 * Removes a passkey, for who knows the password.
 * @returns its name
 * @throws DomainError `invalid` for a wrong password, or one that is too short to be the only proof; `conflict` when it
 * is the last second factor and the organization wants one; `not_found`; TooManyRequests
 */
export async function removePasskey(actor: UserActor, input: z.output<typeof passkeyRemoved>): Promise<string> {
  await provePassword(actor, input.password, "password");
  const owner = await ownerOfPassword(actor);
  return transaction(async (tx) => {
    await lockOwnProofs(tx, actor);
    const [removed] = await tx
      .delete(passkeys)
      .where(and(ownPasskey(actor), eq(passkeys.id, input.id)))
      .returning({ name: passkeys.name });
    if (!removed) throw notFound("passkey");
    if (!(await hasSecondFactor(tx, actor))) {
      await assertMayHaveNone(tx, actor);
      assertGoodPassword(input.password, { ...owner, hasSecondFactor: false });
      await tx.delete(recoveryCodes).where(ofOwner(recoveryCodes, actor));
    }
    const data = { passkey: removed.name };
    const occurredAt = await databaseNow(tx);
    await recordEvents(tx, actor, [{ name: "user.passkey_removed", occurredAt, userId: actor.userId, data }]);
    return removed.name;
  });
}

/** @throws DomainError `conflict` where the organization wants everybody to have a second factor */
export async function assertMayHaveNone(tx: Tx, actor: UserActor): Promise<void> {
  const [found] = await tx
    .select({ isRequired: organizations.secondFactorRequired })
    .from(organizations)
    .where(eq(organizations.id, actor.organizationId));
  if (found?.isRequired)
    throw new DomainError(
      "conflict",
      "Your organization wants a second factor, and this is your last one. Add another one first, then remove this.",
    );
}
