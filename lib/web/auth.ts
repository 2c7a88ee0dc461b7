import type { Route } from "next";
import { cookies, headers } from "next/headers";
import { forbidden, redirect } from "next/navigation";
import { after } from "next/server";
import { cache } from "react";
import type { Origin, SignedInUser, UserActor } from "@/lib/actor";
import { DomainError } from "@/lib/errors";
import { keepMoment } from "@/lib/moment";
import { currentExchange } from "./exchange";
import { recordDenied } from "./access-events";
import { requestedPathHeader, requestIdOf } from "./request-headers";
import { sameOriginPath } from "./same-origin";
import { endSessionOf, keepUse, standingOfSession, writerOfSession, type Standing } from "./session-actor";
import { claimsOfCookie, sessionCookie, sessionCookieValue, type SessionClaims } from "./session-cookie";
import { signInWith } from "./sign-in/credentials";
import { deviceWords } from "./sign-in/device";
import { deviceCookie, rememberedDevice } from "./sign-in/known-device";
import { beginSession, type FirstProof } from "./sign-in/new-session";
import { challengeCookie } from "./sign-in/passkeys/challenges";
import { beginPasskeySignIn, signInWithPasskey } from "./sign-in/passkeys/sign-in";
import type { RequestOptions } from "./sign-in/passkeys/proof";
import { provedBySecondStep, secondStepCookie, secondStepValue, signInWithCode } from "./sign-in/second-step";

/**
 * The number this request goes by in logs, events and messages to support. The proxy sets it; a request that does not
 * pass through the proxy gets a new one.
 */
export async function currentRequestId(): Promise<string> {
  return requestIdOf(await headers());
}

/** From where this request comes. */
export async function currentOrigin(): Promise<Origin> {
  return { address: currentExchange().peer, device: deviceWords((await headers()).get("user-agent")) };
}

async function currentClaims(): Promise<SessionClaims | null> {
  return claimsOfCookie((await cookies()).get(sessionCookie().name)?.value);
}

/** Says from where they ask, and keeps that the session is used, after the answer has left. */
async function kept(standing: Standing | null): Promise<Standing | null> {
  if (!standing) return null;
  const actor = { ...standing.actor, from: await currentOrigin() };
  if (standing.isUseOld) after(() => keepUse(actor, actor.requestId));
  return { ...standing, actor };
}

/**
 * Whose session it is, as the database knows them now, or null; also when they still have to set up a second factor.
 * Read once a request: whether the session still counts, the role and "still active" come from the database, so a
 * sign-out or a demotion holds from the next request on.
 */
const currentStanding = cache(async (): Promise<Standing | null> => {
  const claims = await currentClaims();
  const standing = claims && (await standingOfSession(claims, await currentRequestId()));
  if (standing) keepMoment(standing.now);
  return kept(standing);
});

const allowed = (standing: Standing | null): UserActor | null =>
  standing && !standing.mustSetUp ? standing.actor : null;

/** Who is signed in and has all that their organization asks for, or null. */
export const currentActor = async (): Promise<UserActor | null> => allowed(await currentStanding());

async function writerStanding(): Promise<Standing | null> {
  const claims = await currentClaims();
  return claims && kept(await writerOfSession(claims, await currentRequestId()));
}

/** The same for an action or an upload; `keepLastWrite` ends what they write. */
export const currentWriter = async (): Promise<UserActor | null> => allowed(await writerStanding());

/** The same for what sets up a second factor: also somebody who may do nothing else yet. */
export const currentWriterSettingUp = async (): Promise<UserActor | null> => (await writerStanding())?.actor ?? null;

/**
 * The signed-in user. A signed-out visitor is sent to sign in, and from there back to what they asked for; somebody who
 * must have a second factor and has none, to set it up.
 */
export async function requireUser(): Promise<SignedInUser> {
  const standing = await currentStanding();
  if (standing?.mustSetUp) redirect("/second-factor");
  return standing?.actor ?? signedOut();
}

/** The same for the page that sets up a second factor. */
export async function requireUserSettingUp(): Promise<UserActor> {
  return (await currentStanding())?.actor ?? signedOut();
}

async function signedOut(): Promise<never> {
  const wanted = sameOriginPath((await headers()).get(requestedPathHeader));
  redirect((wanted === "/" ? "/sign-in" : `/sign-in?next=${encodeURIComponent(wanted)}`) as Route);
}

/**
 * The signed-in admin. A viewer gets the 403 page, and an event says so; call it outside every Suspense boundary,
 * before the status line is sent.
 */
export async function requireAdmin(): Promise<UserActor> {
  const actor = await requireUser();
  if (actor.role === "admin") return actor;
  await recordDenied(actor, sameOriginPath((await headers()).get(requestedPathHeader)));
  forbidden();
}

/** Who asks to sign in, as the limits count them. */
export async function currentAsking() {
  const device = (await cookies()).get(deviceCookie().name)?.value;
  const from = await currentOrigin();
  return { peer: from.address, device, deviceWords: from.device };
}

/** Sets the cookies of a session and of its device. */
export async function giveSession(session: SessionClaims, address: string): Promise<void> {
  const jar = await cookies();
  const { name, options } = sessionCookie(Math.max(0, session.endsAt - Date.now()));
  const device = deviceCookie();
  jar.set(name, sessionCookieValue(session), options);
  jar.set(device.name, rememberedDevice(jar.get(device.name)?.value, address), device.options);
}

/**
 * Takes the password. Signs in, and sets the cookies of the session and of the device; or, where the account has a
 * second factor, sets the one that lets its code follow. For a server action only.
 * @throws DomainError `unauthenticated` in the same words for every reason; TooManyRequests after too many failures.
 */
export async function startSession(email: string, password: string): Promise<"signed-in" | "code"> {
  const address = email.trim().toLowerCase();
  const outcome = await signInWith({ address, ...(await currentAsking()) }, password, await currentRequestId());
  if (!outcome) {
    throw new DomainError(
      "unauthenticated",
      "The email address or the password is not right. Check both and try again.",
    );
  }
  if ("sessionId" in outcome) {
    await giveSession(outcome, address);
    return "signed-in";
  }
  await awaitCode(outcome);
  return "code";
}

/** Sets the cookie that lets the code of their second factor follow. */
export async function awaitCode(proved: FirstProof): Promise<void> {
  const { name, options } = secondStepCookie();
  (await cookies()).set(name, secondStepValue(proved), options);
}

/**
 * Signs in somebody who has just chosen their first password by a link. For a server action only. Where the account was
 * changed meanwhile, they have to sign in by themselves.
 */
export async function startSessionOf({ email, ...proved }: FirstProof & { email: string }): Promise<void> {
  const session = await beginSession(proved, await currentAsking(), await currentRequestId(), "nothing");
  if (session) await giveSession(session, email);
}

/** Whose code is awaited after their password; null when no code is awaited. */
export async function currentSecondStep(): Promise<FirstProof | null> {
  return provedBySecondStep((await cookies()).get(secondStepCookie().name)?.value);
}

/**
 * Takes the code after the password, and signs in. For a server action only.
 * @throws DomainError `unauthenticated` when no code is awaited, `invalid` when it is wrong; TooManyRequests.
 */
export async function finishSession(code: string): Promise<void> {
  const proved = await currentSecondStep();
  if (!proved) throw new DomainError("unauthenticated", "The time for the code is over. Sign in again.");
  const done = await signInWithCode(proved, code, await currentAsking(), await currentRequestId());
  if (!done) {
    throw new DomainError(
      "invalid",
      "This code is not right, or was used before. Wait for the next one in your app, then type it.",
      "code",
    );
  }
  await giveSession(done.session, done.address);
  const { name, options } = secondStepCookie();
  (await cookies()).set(name, "", { ...options, maxAge: 0 });
}

/** Begins to sign in by a passkey, and sets the cookie that its answer needs. For a server action only. */
export async function beginPasskeySession(): Promise<RequestOptions> {
  const { options, cookie } = await beginPasskeySignIn(currentExchange().peer);
  const { name, options: attributes } = challengeCookie();
  (await cookies()).set(name, cookie, attributes);
  return options;
}

/**
 * Takes the answer of a passkey, and signs in. For a server action only.
 * @throws DomainError `unauthenticated` in the same words for every reason; TooManyRequests
 */
export async function finishPasskeySession(answer: unknown): Promise<void> {
  const jar = await cookies();
  const { name, options } = challengeCookie();
  const done = await signInWithPasskey(answer, jar.get(name)?.value, await currentAsking(), await currentRequestId());
  if (!done) throw new DomainError("unauthenticated", "This passkey does not sign you in here. Use another way.");
  await giveSession(done.session, done.address);
  jar.set(name, "", { ...options, maxAge: 0 });
}

/** Ends the session in the database, so that a copy of its cookie is worth nothing; for a server action only. */
export async function endSession(): Promise<void> {
  currentExchange().actionBegan = true;
  const claims = await currentClaims();
  if (claims) await endSessionOf(claims, await currentRequestId(), await currentOrigin());
  const { name, options } = sessionCookie();
  (await cookies()).set(name, "", { ...options, maxAge: 0 });
}
