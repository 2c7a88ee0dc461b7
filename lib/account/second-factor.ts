import { and, isNull } from "drizzle-orm";
import { z } from "zod";
import { transaction, type Tx } from "@/db/client";
import { recoveryCodes } from "@/db/schema/recovery_codes";
import { secondFactors } from "@/db/schema/second_factors";
import type { UserActor } from "@/lib/actor";
import { DomainError } from "@/lib/errors";
import { recordEvents } from "@/lib/events";
import { databaseNow } from "@/lib/time";
import { assertGoodPassword } from "@/lib/users/password-rules";
import { ownerOfPassword } from "@/lib/users/queries";
import { admitOwnProof } from "@/lib/web/sign-in/limits";
import { provePassword } from "@/lib/web/sign-in/own-proof";
import {
  hasSecondFactor,
  ofOwner,
  renewRecoveryCodes,
  sealedSecret,
  takeAppCode,
  takeCode,
} from "@/lib/web/sign-in/second-factor";
import { newSecret } from "@/lib/web/sign-in/totp";
import { assertMayHaveNone, lockOwnProofs } from "./passkeys";
import { ownSecondFactor } from "./queries";

const code = z.string("Write the code.").trim().min(1, "Write the code.").max(60, "This is too long for a code.");
export const codeAlone = z.object({ code });
export const passwordAndCode = z.object({
  password: z.string("Write your password.").min(1, "Write your password.").max(1_024),
  code,
});

const wrongCode = () =>
  new DomainError(
    "invalid",
    "This code is not right, or was used before. Wait for the next one, then type it.",
    "code",
  );

/** Makes a secret for an authenticator app; it counts for nothing before one of its codes was right. */
export async function beginSetUp(actor: UserActor): Promise<void> {
  const { organizationId, userId } = actor;
  const owner = { organizationId, userId };
  await transaction(async (tx) => {
    const createdAt = await databaseNow(tx);
    // Pressed twice, the secret that is shown already stays.
    await tx
      .insert(secondFactors)
      .values({ ...owner, sealedSecret: sealedSecret(newSecret(), owner), createdAt })
      .onConflictDoNothing();
  });
}

/** Forgets a secret that does not count yet; one that counts stays. */
export async function cancelSetUp(actor: UserActor): Promise<void> {
  await transaction((tx) =>
    tx.delete(secondFactors).where(and(ofOwner(secondFactors, actor), isNull(secondFactors.confirmedAt))),
  );
}

/** Takes a proof of the actor in a transaction; `false` counts as a wrong try. */
async function proved<T>(actor: UserActor, take: (tx: Tx, now: Date) => Promise<T | false>): Promise<T> {
  const tries = await admitOwnProof(actor);
  const done = await transaction(async (tx) => take(tx, await databaseNow(tx)));
  if (done === false) throw wrongCode();
  await tries.forgive();
  return done;
}

/**
 * Turns the second factor on, by the first code of the app.
 * @returns recovery codes, to be shown once
 * @throws DomainError `invalid` for a wrong code, `conflict` when nothing is being set up; TooManyRequests
 */
export async function confirmSetUp(actor: UserActor, typed: string): Promise<string[]> {
  if ((await ownSecondFactor(actor)).state !== "setting-up")
    throw new DomainError("conflict", "No second factor is being set up. Load the page again.");
  return proved(actor, async (tx, now) => {
    if (!(await takeAppCode(tx, actor, typed.replace(/\s/g, ""), now, true))) return false;
    const codes = await renewRecoveryCodes(tx, actor);
    await recordEvents(tx, actor, [{ name: "user.second_factor_on", occurredAt: now, userId: actor.userId }]);
    return codes;
  });
}

/**
 * Ten new recovery codes; the older ones are worth nothing then.
 * @throws DomainError `invalid` for a wrong code; TooManyRequests
 */
export async function renewOwnRecoveryCodes(actor: UserActor, typed: string): Promise<string[]> {
  return proved(actor, async (tx, now) => {
    if (!(await takeCode(tx, actor, typed, now))) return false;
    const codes = await renewRecoveryCodes(tx, actor);
    await recordEvents(tx, actor, [{ name: "user.recovery_codes_renewed", occurredAt: now, userId: actor.userId }]);
    return codes;
  });
}

/**
 * Turns the app off, for who knows the password and has a code. Passkeys stay.
 * @throws DomainError `invalid` for a wrong password or code, or a password that is too short to be the only proof;
 * `conflict` where the organization wants a second factor and this is the last; TooManyRequests
 */
export async function turnOff(actor: UserActor, { password, code: typed }: z.output<typeof passwordAndCode>) {
  if ((await ownSecondFactor(actor)).isRequired)
    throw new DomainError("conflict", "Your organization wants a second factor, so it stays on.");
  await provePassword(actor, password, "password");
  const owner = await ownerOfPassword(actor);
  await proved(actor, async (tx, now) => {
    await lockOwnProofs(tx, actor);
    if (!(await takeCode(tx, actor, typed, now))) return false;
    await tx.delete(secondFactors).where(ofOwner(secondFactors, actor));
    if (!(await hasSecondFactor(tx, actor))) {
      await assertMayHaveNone(tx, actor);
      assertGoodPassword(password, { ...owner, hasSecondFactor: false });
      await tx.delete(recoveryCodes).where(ofOwner(recoveryCodes, actor));
    }
    await recordEvents(tx, actor, [{ name: "user.second_factor_off", occurredAt: now, userId: actor.userId }]);
    return true;
  });
}
