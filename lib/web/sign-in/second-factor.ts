import { hash, randomBytes } from "node:crypto";
import { and, eq, exists, isNotNull, isNull, lt, or, sql, type Column, type SQL } from "drizzle-orm";
import { db, type Executor } from "@/db/client";
import { passkeys } from "@/db/schema/passkeys";
import { recoveryCodes } from "@/db/schema/recovery_codes";
import { secondFactors } from "@/db/schema/second_factors";
import { users } from "@/db/schema/users";
import { seal, unseal } from "@/lib/sealed";
import { stepOfCode } from "./totp";

/** Whose second factor it is. */
export type Owner = { organizationId: string; userId: string };
/** What proved the second factor. */
export type Proof = "app" | "recovery_code" | "passkey";

const codesAtOnce = 10;
/** Without letters and digits that look alike (Crockford's base32). */
const letters = "0123456789abcdefghjkmnpqrstvwxyz";
/** 120 bits: above 112, a plain hash of a code is enough to keep (NIST SP 800-63B-4, 3.1.2.2). */
const codeLetters = 24;

const sealOwner = ({ organizationId, userId }: Owner) => `second-factor:${organizationId}:${userId}`;
export const sealedSecret = (secret: string, owner: Owner): string => seal(secret, sealOwner(owner));
export const openedSecret = (sealed: string, owner: Owner): string => unseal(sealed, sealOwner(owner));

type ProofTable = typeof secondFactors | typeof recoveryCodes | typeof passkeys;
export const ofOwner = (table: ProofTable, { organizationId, userId }: Owner) =>
  and(eq(table.organizationId, organizationId), eq(table.userId, userId));

/** True of a user of this organization who has an app whose codes count, or a passkey. */
export function isWithSecondFactor(organizationId: string, userId: Column): SQL<boolean> {
  const one = { one: sql`1` };
  const its = (table: typeof secondFactors | typeof passkeys) =>
    and(eq(table.organizationId, organizationId), eq(table.userId, userId));
  const app = db
    .select(one)
    .from(secondFactors)
    .where(and(its(secondFactors), isNotNull(secondFactors.confirmedAt)));
  const passkey = db.select(one).from(passkeys).where(its(passkeys));
  return or(exists(app), exists(passkey)) as SQL<boolean>;
}

/** Whether the password alone does not sign them in. */
export async function hasSecondFactor(executor: Executor, { organizationId, userId }: Owner): Promise<boolean> {
  const [found] = await executor
    .select({ has: isWithSecondFactor(organizationId, users.id) })
    .from(users)
    .where(and(eq(users.organizationId, organizationId), eq(users.id, userId)));
  return found?.has ?? false;
}

/**
 * Takes a code of the app, so that it is not taken again, nor any earlier one; of many at once one gets it.
 * @param confirming takes the first code of an app that does not count yet, and makes it count
 */
export async function takeAppCode(tx: Executor, owner: Owner, code: string, now: Date, confirming = false) {
  const state = confirming ? isNull(secondFactors.confirmedAt) : isNotNull(secondFactors.confirmedAt);
  const its = and(ofOwner(secondFactors, owner), state);
  const [factor] = await tx.select({ sealed: secondFactors.sealedSecret }).from(secondFactors).where(its);
  const step = factor ? stepOfCode(openedSecret(factor.sealed, owner), code, now) : null;
  if (!factor || step === null) return false;
  const taken = await tx
    .update(secondFactors)
    .set({ lastStep: step, ...(confirming ? { confirmedAt: now } : {}) })
    .where(
      and(
        its,
        eq(secondFactors.sealedSecret, factor.sealed),
        or(isNull(secondFactors.lastStep), lt(secondFactors.lastStep, step)),
      ),
    )
    .returning({ userId: secondFactors.userId });
  return taken.length === 1;
}

/** Takes what somebody typed as a code: one of the app, or a recovery code. Null when it is none, or was used. */
export async function takeCode(tx: Executor, owner: Owner, typed: string, now: Date): Promise<Proof | null> {
  const code = typed.toLowerCase().replace(/[\s-]/g, "");
  if (/^\d{6}$/.test(code)) return (await takeAppCode(tx, owner, code, now)) ? "app" : null;
  const taken = await tx
    .update(recoveryCodes)
    .set({ usedAt: now })
    .where(and(ofOwner(recoveryCodes, owner), eq(recoveryCodes.hash, hashOf(code)), isNull(recoveryCodes.usedAt)))
    .returning({ userId: recoveryCodes.userId });
  return taken.length === 1 ? "recovery_code" : null;
}

/** What is kept of a recovery code. People read 0 as o and 1 as i or l. */
const hashOf = (code: string): string => hash("sha256", code.replaceAll("o", "0").replace(/[il]/g, "1"), "hex");

const newCode = (): string => Array.from(randomBytes(codeLetters), (byte) => letters[byte % 32]).join("");

/** Ten new recovery codes in the place of all older ones. They are shown now or never: only hashes stay. */
export async function renewRecoveryCodes(tx: Executor, owner: Owner): Promise<string[]> {
  const codes = Array.from({ length: codesAtOnce }, newCode);
  await tx.delete(recoveryCodes).where(ofOwner(recoveryCodes, owner));
  const { organizationId, userId } = owner;
  await tx.insert(recoveryCodes).values(codes.map((code) => ({ organizationId, userId, hash: hashOf(code) })));
  return codes.map((code) => code.replace(/(.{4})(?=.)/g, "$1-"));
}

/** Removes the app, passkeys and recovery codes. @returns whether there was one that counted */
export async function removeSecondFactors(tx: Executor, owner: Owner): Promise<boolean> {
  const had = await hasSecondFactor(tx, owner);
  for (const table of [recoveryCodes, passkeys, secondFactors]) await tx.delete(table).where(ofOwner(table, owner));
  return had;
}
