import { randomBytes } from "node:crypto";
import { and, eq, inArray, lt, sql } from "drizzle-orm";
import { v7 as uuidv7 } from "uuid";
import { z } from "zod";
import { db } from "@/db/client";
import { oidcSignIns } from "@/db/schema/oidc_sign_ins";
import { cookieOf } from "@/lib/web/session-cookie";
import { keyedHash, signedText, textOfSigned } from "@/lib/web/signed-text";

const pendingMs = 10 * 60_000;
const expiredPerSignIn = 20;

/** Name and attributes of the cookie of the browser that went to the identity provider. */
export const oidcCookie = () => cookieOf("oidc", pendingMs);

/** What the answer must match (RFC 6749 10.12, OpenID Connect Core 3.1.2.1, RFC 7636); each 43 characters of base64url. */
type Checks = { state: string; nonce: string; verifier: string };

const checksOf = (secret: string): Checks => ({
  state: keyedHash("oidc-state", secret),
  nonce: keyedHash("oidc-nonce", secret),
  verifier: keyedHash("oidc-verifier", secret),
});

/** Keeps that somebody goes to the identity provider, for ten minutes. `cookie`: what names it in their browser. */
export async function keepPending(next: string): Promise<Checks & { cookie: string }> {
  const id = uuidv7();
  const secret = randomBytes(32).toString("base64url");
  await removeExpired();
  await db
    .insert(oidcSignIns)
    .values({ id, secret, next, expiresAt: sql`now() + ${pendingMs} * interval '1 millisecond'` });
  return { ...checksOf(secret), cookie: signedText("oidc", id) };
}

/**
 * The sign-in that this browser began, if the answer is to that one; of many answers at once one gets it, and none after.
 * An answer to another sign-in leaves it as it is.
 */
export async function takePending(
  cookie: string | undefined,
  state: string | null,
): Promise<(Checks & { next: string }) | null> {
  const id = z.uuid().safeParse(textOfSigned("oidc", cookie));
  if (!id.success) return null;
  const isIt = and(eq(oidcSignIns.id, id.data), sql`${oidcSignIns.expiresAt} > now()`);
  const [pending] = await db.select({ secret: oidcSignIns.secret }).from(oidcSignIns).where(isIt);
  if (!pending || checksOf(pending.secret).state !== state) return null;
  const [taken] = await db.delete(oidcSignIns).where(isIt).returning({ next: oidcSignIns.next });
  return taken ? { ...checksOf(pending.secret), ...taken } : null;
}

async function removeExpired(): Promise<void> {
  const some = db
    .select({ id: oidcSignIns.id })
    .from(oidcSignIns)
    .where(lt(oidcSignIns.expiresAt, sql`now()`))
    .orderBy(oidcSignIns.expiresAt)
    .limit(expiredPerSignIn)
    .for("update", { skipLocked: true });
  await db.delete(oidcSignIns).where(inArray(oidcSignIns.id, some));
}
