import { and, eq } from "drizzle-orm";
import { z } from "zod";
import { db } from "@/db/client";
import { users } from "@/db/schema/users";
import { cookieOf, type SessionClaims } from "@/lib/web/session-cookie";
import { signedText, textOfSigned } from "@/lib/web/signed-text";
import { recordRefusals } from "./credentials";
import { admit, type Asking } from "./limits";
import { beginSession, type FirstProof } from "./new-session";

/** How long after the password the code may follow. */
const stepMs = 10 * 60_000;

/** Name and attributes of the cookie between the password, or the identity provider's answer, and the code. It opens nothing but the question for the code. */
export const secondStepCookie = () => cookieOf("second-step", stepMs);

const claims = z.object({
  organizationId: z.uuid(),
  userId: z.uuid(),
  sessionVersion: z.coerce.number().int(),
  endsAt: z.coerce.number().int(),
  /** Issuer and subject, each in base64url, of whom the identity provider vouches for; empty after a password. */
  issuer: z.string().default(""),
  subject: z.string().default(""),
});

const encoded = (text = "") => Buffer.from(text).toString("base64url");
const decoded = (text: string) => Buffer.from(text, "base64url").toString();

/** What that cookie contains. */
export const secondStepValue = (
  { organizationId, userId, sessionVersion, oidc }: FirstProof,
  now = Date.now(),
): string => {
  const vouched = `${encoded(oidc?.issuer)}.${encoded(oidc?.subject)}`;
  return signedText("second-step", `${organizationId}.${userId}.${sessionVersion}.${now + stepMs}.${vouched}`);
};

/** Whose first factor it says was proved; null when it was not made here, or its time is over. */
export function provedBySecondStep(value: string | undefined, now = Date.now()): FirstProof | null {
  const [organizationId, userId, sessionVersion, endsAt, issuer, subject] =
    textOfSigned("second-step", value)?.split(".") ?? [];
  const read = claims.safeParse({ organizationId, userId, sessionVersion, endsAt, issuer, subject });
  if (!read.success || now >= read.data.endsAt) return null;
  const { endsAt: _, issuer: by, subject: who, ...proved } = read.data;
  return who === "" ? proved : { ...proved, oidc: { issuer: decoded(by), subject: decoded(who) } };
}

/**
 * Begins a session, when the code is right for the person whose password was. Codes are counted apart from passwords,
 * by person and by peer, however often the password is given anew.
 * @returns null when the code is wrong or was used, or the account has changed since the password
 * @throws TooManyRequests when the peer or the person has to wait
 */
export async function signInWithCode(
  proved: FirstProof,
  code: string,
  asking: Omit<Asking, "address">,
  requestId: string,
): Promise<{ session: SessionClaims; address: string } | null> {
  const { organizationId, userId } = proved;
  const [user] = await db
    .select({ address: users.email })
    .from(users)
    .where(and(eq(users.organizationId, organizationId), eq(users.id, userId)));
  if (!user) return null;
  const admitted = await admit({ ...asking, ...user }, "code");
  const session = await beginSession(proved, asking, requestId, { code });
  if (!session) {
    await recordRefusals([proved], admitted.reachedLimit, asking, requestId);
    return null;
  }
  await admitted.forgive();
  return { session, ...user };
}
