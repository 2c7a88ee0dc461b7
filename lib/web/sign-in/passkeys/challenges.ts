import { randomBytes } from "node:crypto";
import { and, eq, inArray, lt, sql } from "drizzle-orm";
import { v7 as uuidv7 } from "uuid";
import { z } from "zod";
import { db } from "@/db/client";
import { passkeyChallenges } from "@/db/schema/passkey_challenges";
import { cookieOf } from "@/lib/web/session-cookie";
import { signedText, textOfSigned } from "@/lib/web/signed-text";
import type { Owner } from "@/lib/web/sign-in/second-factor";

const answerMs = 5 * 60_000;
const expiredPerChallenge = 20;

/** Name and attributes of the cookie of the browser that asked for a challenge. */
export const challengeCookie = () => cookieOf("passkey", answerMs);

/** What a challenge is for: an answer to one counts for nothing else. */
export const purposes = {
  signIn: "sign-in",
  add: ({ organizationId, userId }: Owner) => `add:${organizationId}:${userId}`,
};

/** A new challenge, good for five minutes. `cookie`: what names it in the browser that asked. */
export async function newChallenge(purpose: string): Promise<{ challenge: string; cookie: string }> {
  const id = uuidv7();
  const challenge = randomBytes(32).toString("base64url");
  await removeExpired();
  await db
    .insert(passkeyChallenges)
    .values({ id, purpose, challenge, expiresAt: sql`now() + ${answerMs} * interval '1 millisecond'` });
  return { challenge, cookie: signedText("passkey-challenge", id) };
}

/** The challenge that this browser asked for; of many answers at once one gets it, and none after. */
export async function takeChallenge(purpose: string, cookie: string | undefined): Promise<string | null> {
  const id = z.uuid().safeParse(textOfSigned("passkey-challenge", cookie));
  if (!id.success) return null;
  const [taken] = await db
    .delete(passkeyChallenges)
    .where(
      and(
        eq(passkeyChallenges.id, id.data),
        eq(passkeyChallenges.purpose, purpose),
        sql`${passkeyChallenges.expiresAt} > now()`,
      ),
    )
    .returning({ challenge: passkeyChallenges.challenge });
  return taken?.challenge ?? null;
}

async function removeExpired(): Promise<void> {
  const some = db
    .select({ id: passkeyChallenges.id })
    .from(passkeyChallenges)
    .where(lt(passkeyChallenges.expiresAt, sql`now()`))
    .orderBy(passkeyChallenges.expiresAt)
    .limit(expiredPerChallenge)
    .for("update", { skipLocked: true });
  await db.delete(passkeyChallenges).where(inArray(passkeyChallenges.id, some));
}
