import { and, eq } from "drizzle-orm";
import { v7 as uuidv7 } from "uuid";
import { transaction, type Tx } from "@/db/client";
import { organizations } from "@/db/schema/organizations";
import { sessions } from "@/db/schema/sessions";
import { users } from "@/db/schema/users";
import { recordEvents } from "@/lib/events";
import { databaseNow } from "@/lib/time";
import { keepLastWrite } from "@/lib/web/own-writes";
import type { SessionClaims } from "@/lib/web/session-cookie";
import { originOf } from "./device";
import type { Asking } from "./limits";
import { keepUseOf, type UsedPasskey } from "./passkeys/proof";
import { keepLinked } from "./oidc/linked";
import { hasSecondFactor, takeCode, type Proof } from "./second-factor";

/**
 * Who proved the first factor, and under which version of their sessions: by a password, a link to one, a passkey, or
 * `oidc`, whom the identity provider vouches for. `isStrong`: its sign-in counts as both factors.
 */
export type FirstProof = {
  organizationId: string;
  userId: string;
  sessionVersion: number;
  oidc?: { issuer: string; subject: string; isStrong?: boolean };
};

/** Locks the account's row: verifying took a while, and the account may have been changed meanwhile. */
async function stillAsItWas(tx: Tx, { organizationId, userId, sessionVersion }: FirstProof, now: Date) {
  const unchanged = await tx
    .update(users)
    .set({ lastSignInAt: now })
    .where(
      and(
        eq(users.organizationId, organizationId),
        eq(users.id, userId),
        eq(users.state, "active"),
        eq(users.sessionVersion, sessionVersion),
      ),
    )
    .returning({ id: users.id });
  return unchanged.length === 1;
}

/** What they prove beside the password, or in its place. */
type Given = "nothing" | { code: string } | { passkey: UsedPasskey };

/** Null when it is none of theirs, or was used meanwhile; and for nothing, when they have a second factor since. */
async function proofOf(tx: Tx, proved: FirstProof, given: Given, now: Date): Promise<Proof | "none" | null> {
  if (given === "nothing") return !proved.oidc?.isStrong && (await hasSecondFactor(tx, proved)) ? null : "none";
  if ("code" in given) return takeCode(tx, proved, given.code, now);
  return (await keepUseOf(tx, proved, given.passkey, now)) ? "passkey" : null;
}

const said = <Data extends object>(data: Data) => (Object.keys(data).length > 0 ? data : undefined);

/**
 * Begins a session of somebody whose first proof was right, and takes the rest of the proof in the same transaction.
 * @returns null when that is not right, or the account has changed since
 */
export async function beginSession(
  proved: FirstProof,
  asking: Pick<Asking, "peer" | "deviceWords">,
  requestId: string,
  given: Given,
): Promise<SessionClaims | null> {
  const { organizationId, userId, sessionVersion: userVersion } = proved;
  const from = originOf(asking);
  const session = await transaction(async (tx) => {
    const now = await databaseNow(tx);
    if (!(await stillAsItWas(tx, proved, now))) return null;
    const proof = await proofOf(tx, proved, given, now);
    if (proof === null) return null;
    const author = { type: "user", organizationId, userId, requestId, from } as const;
    if (proved.oidc && !(await keepLinked(tx, author, proved.oidc, now))) return null;
    const sessionId = uuidv7();
    const [limit] = await tx
      .select({ minutes: organizations.sessionMinutes })
      .from(organizations)
      .where(eq(organizations.id, organizationId));
    await tx.insert(sessions).values({
      ...{ organizationId, id: sessionId, userId, userVersion, createdAt: now, lastUsedAt: now },
      ...{ byOidc: proved.oidc !== undefined, oidcFactor: proved.oidc?.isStrong ?? false },
      ...from,
    });
    const data = { ...(proof === "none" ? {} : { proof }), ...(proved.oidc ? { oidc: true } : {}) };
    await recordEvents(tx, author, [{ name: "user.signed_in", occurredAt: now, userId, data: said(data) }]);
    return { organizationId, sessionId, endsAt: now.getTime() + limit!.minutes * 60_000 };
  });
  if (session) await keepLastWrite({ organizationId, userId, requestId });
  return session;
}
