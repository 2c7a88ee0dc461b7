import { isIP } from "node:net";
import type {
  AuthenticationResponseJSON,
  PublicKeyCredentialCreationOptionsJSON,
  PublicKeyCredentialRequestOptionsJSON,
  RegistrationResponseJSON,
} from "@simplewebauthn/server";
import { and, eq } from "drizzle-orm";
import { z } from "zod";
import { db, type Executor } from "@/db/client";
import { passkeys } from "@/db/schema/passkeys";
import { env } from "@/lib/env";
import { DomainError } from "@/lib/errors";
import type { Owner } from "@/lib/web/sign-in/second-factor";

export type CreationOptions = PublicKeyCredentialCreationOptionsJSON;
export type RequestOptions = PublicKeyCredentialRequestOptionsJSON;

/** Loaded on need: every page loads the gates, and few people sign in. */
const webAuthn = () => import("@simplewebauthn/server");

const host = () => new URL(env().PORTAL_URL).hostname;

/** WebAuthn knows hosts by name alone, and only where nobody can listen: with TLS, or on this very machine. */
export function passkeysOffered(): boolean {
  const name = host();
  if (isIP(name.replace(/^\[|\]$/g, "")) !== 0) return false;
  return env().PORTAL_URL.startsWith("https:") || name === "localhost" || name.endsWith(".localhost");
}

/** @throws DomainError `not_found` where passkeys are not offered */
function relyingParty(): { id: string; origin: string } {
  if (!passkeysOffered()) throw new DomainError("not_found", "Passkeys need a portal whose address is a name.");
  return { id: host(), origin: env().PORTAL_URL };
}

/** What an authenticator keeps beside a passkey, to say whose it is: two UUIDs as 32 bytes. */
const handleOf = ({ organizationId, userId }: Owner): Uint8Array<ArrayBuffer> =>
  new Uint8Array(Buffer.from(`${organizationId}${userId}`.replaceAll("-", ""), "hex"));

const asUuid = (hex: string) => hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
function ownerOfHandle(handle: unknown): Owner | null {
  const hex = typeof handle === "string" ? Buffer.from(handle, "base64url").toString("hex") : "";
  if (hex.length !== 64) return null;
  return { organizationId: asUuid(hex.slice(0, 32)), userId: asUuid(hex.slice(32)) };
}

const answer = z.looseObject({ id: z.string().max(1_400), response: z.looseObject({}), type: z.literal("public-key") });
/** An answer of the browser as the text of a form field. The library checks all that is inside. */
export const answerText = z
  .string("The browser sent no passkey.")
  .max(60_000)
  .transform((text, context) => {
    try {
      return answer.parse(JSON.parse(text)) as unknown;
    } catch {
      context.addIssue("The browser sent no passkey. Load the page again, then repeat it.");
      return z.NEVER;
    }
  });

/** What the browser is asked when a passkey is made for this person. `present`: the ids of those that they have. */
export async function creationOptions(
  owner: Owner & { name: string; email: string },
  challenge: string,
  present: readonly string[],
): Promise<CreationOptions> {
  const { generateRegistrationOptions } = await webAuthn();
  return generateRegistrationOptions({
    rpName: "Meridian",
    rpID: relyingParty().id,
    userID: handleOf(owner),
    userName: owner.email,
    userDisplayName: owner.name,
    challenge: new Uint8Array(Buffer.from(challenge, "base64url")),
    excludeCredentials: present.map((id) => ({ id })),
    // Found by the authenticator without a name typed, and never without its owner proved to it.
    authenticatorSelection: { residentKey: "required", userVerification: "required" },
  });
}

/** What the browser is asked when somebody signs in: any passkey of this portal. */
export async function requestOptions(challenge: string): Promise<RequestOptions> {
  const { generateAuthenticationOptions } = await webAuthn();
  return generateAuthenticationOptions({
    rpID: relyingParty().id,
    challenge: new Uint8Array(Buffer.from(challenge, "base64url")),
    userVerification: "required",
  });
}

/** Reads what a new passkey says; null when it is no answer to the challenge, or its owner was not verified. */
export async function readNewPasskey(response: unknown, challenge: string) {
  const { id, origin } = relyingParty();
  const { verifyRegistrationResponse } = await webAuthn();
  const read = await verifyRegistrationResponse({
    response: response as RegistrationResponseJSON,
    expectedChallenge: challenge,
    expectedOrigin: origin,
    expectedRPID: id,
    requireUserVerification: true,
  }).catch(() => null);
  if (!read?.verified) return null;
  const { credential } = read.registrationInfo;
  const publicKey = Buffer.from(credential.publicKey).toString("base64url");
  return { credentialId: credential.id, publicKey, counter: credential.counter };
}

export const ownPasskey = ({ organizationId, userId }: Owner) =>
  and(eq(passkeys.organizationId, organizationId), eq(passkeys.userId, userId));

/** A passkey whose owner has just proved to have it. `counter`: before and now. */
export type UsedPasskey = { id: string; counter: { before: number; now: number } };

/** Whose passkey answered, and whether the answer is right: signed by it, its owner verified, its counter higher. */
export async function readAnswer(response: unknown, challenge: string) {
  const { id: expectedRPID, origin: expectedOrigin } = relyingParty();
  const said = response as AuthenticationResponseJSON;
  const owner = ownerOfHandle(said.response.userHandle);
  if (!owner) return null;
  const [kept] = await db
    .select()
    .from(passkeys)
    .where(and(ownPasskey(owner), eq(passkeys.credentialId, said.id)));
  if (!kept) return null;
  const { id, counter: before } = kept;
  const credential = { id: kept.credentialId, publicKey: new Uint8Array(Buffer.from(kept.publicKey, "base64url")) };
  const { verifyAuthenticationResponse } = await webAuthn();
  const read = await verifyAuthenticationResponse({
    response: said,
    expectedChallenge: challenge,
    ...{ expectedOrigin, expectedRPID },
    credential: { ...credential, counter: before },
    requireUserVerification: true,
  }).catch(() => null);
  const now = read?.verified ? read.authenticationInfo.newCounter : null;
  return { owner, used: now === null ? null : ({ id, counter: { before, now } } satisfies UsedPasskey) };
}

/** Keeps that a passkey was used, where its counter is still what it was when the answer was read. */
export async function keepUseOf(tx: Executor, owner: Owner, { id, counter }: UsedPasskey, now: Date): Promise<boolean> {
  const kept = await tx
    .update(passkeys)
    .set({ counter: counter.now, lastUsedAt: now })
    .where(and(ownPasskey(owner), eq(passkeys.id, id), eq(passkeys.counter, counter.before)))
    .returning({ id: passkeys.id });
  return kept.length === 1;
}
