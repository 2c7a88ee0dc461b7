import { and, eq } from "drizzle-orm";
import { db } from "@/db/client";
import { users } from "@/db/schema/users";
import type { SessionClaims } from "@/lib/web/session-cookie";
import { recordRefusals } from "@/lib/web/sign-in/credentials";
import { admitStep, type Asking } from "@/lib/web/sign-in/limits";
import { beginSession } from "@/lib/web/sign-in/new-session";
import { newChallenge, purposes, takeChallenge } from "./challenges";
import { readAnswer, requestOptions, type RequestOptions } from "./proof";

/**
 * Begins to sign somebody in by any of their passkeys.
 * @throws DomainError `not_found` where passkeys are not offered; TooManyRequests
 */
export async function beginPasskeySignIn(peer: string): Promise<{ options: RequestOptions; cookie: string }> {
  await admitStep(peer);
  const { challenge, cookie } = await newChallenge(purposes.signIn);
  return { options: await requestOptions(challenge), cookie };
}

/**
 * Begins a session by a passkey whose owner it has verified: it counts as both factors, something that they have and
 * something that they know or are (NIST SP 800-63B-4, 3.2.5).
 * @param cookie of the challenge that this browser asked for
 * @returns null when the answer is not right, or the account may not sign in
 * @throws DomainError `not_found` where passkeys are not offered; TooManyRequests
 */
export async function signInWithPasskey(
  response: unknown,
  cookie: string | undefined,
  asking: Omit<Asking, "address">,
  requestId: string,
): Promise<{ session: SessionClaims; address: string } | null> {
  await admitStep(asking.peer);
  const challenge = await takeChallenge(purposes.signIn, cookie);
  const read = challenge === null ? null : await readAnswer(response, challenge);
  if (!read) return null;
  const { organizationId, userId } = read.owner;
  const [user] = await db
    .select({ address: users.email, sessionVersion: users.sessionVersion })
    .from(users)
    .where(and(eq(users.organizationId, organizationId), eq(users.id, userId)));
  const proved = user && { ...read.owner, sessionVersion: user.sessionVersion };
  const session = proved && read.used ? await beginSession(proved, asking, requestId, { passkey: read.used }) : null;
  if (session) return { session, address: user!.address };
  await recordRefusals([read.owner], false, asking, requestId);
  return null;
}
