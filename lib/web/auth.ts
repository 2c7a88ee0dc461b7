import type { Route } from "next";
import { cookies, headers } from "next/headers";
import { forbidden, redirect } from "next/navigation";
import { cache } from "react";
import type { UserActor } from "@/lib/actor";
import { DomainError } from "@/lib/errors";
import { currentExchange } from "./exchange";
import { recordDenied } from "./access-events";
import { requestedPathHeader, requestIdOf } from "./request-headers";
import { sameOriginPath } from "./same-origin";
import { actorOfSession, endSessionOf, writerOfSession } from "./session-actor";
import { claimsOfCookie, sessionCookie, sessionCookieValue, type SessionClaims } from "./session-cookie";
import { signInWith } from "./sign-in/credentials";
import { deviceCookie, rememberedDevice } from "./sign-in/known-device";

/**
 * The number this request goes by in logs, events and messages to support. The proxy sets it; a request that does not
 * pass through the proxy gets a new one.
 */
export async function currentRequestId(): Promise<string> {
  return requestIdOf(await headers());
}

async function currentClaims(): Promise<SessionClaims | null> {
  return claimsOfCookie((await cookies()).get(sessionCookie().name)?.value);
}

/**
 * Who is signed in, as the database knows them now, or null. Read once a request: whether the session still counts,
 * the role and "still active" come from the database, so a sign-out or a demotion holds from the next request on.
 */
export const currentActor = cache(async (): Promise<UserActor | null> => {
  const claims = await currentClaims();
  return claims && actorOfSession(claims, await currentRequestId());
});

/** The same for an action or an upload; `keepLastWrite` ends what they write. */
export async function currentWriter(): Promise<UserActor | null> {
  const claims = await currentClaims();
  return claims && writerOfSession(claims, await currentRequestId());
}

/** The signed-in user. A signed-out visitor is sent to sign in, and from there back to what they asked for. */
export async function requireUser(): Promise<UserActor> {
  const actor = await currentActor();
  if (actor) return actor;
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

/**
 * Signs in, and sets the cookies of the session and of the device; for a server action only.
 * @throws DomainError `unauthenticated` in the same words for every reason; TooManyRequests after too many failures.
 */
export async function startSession(email: string, password: string): Promise<void> {
  const jar = await cookies();
  const device = deviceCookie();
  const known = jar.get(device.name)?.value;
  const address = email.trim().toLowerCase();
  const asking = { address, peer: currentExchange().peer, device: known };
  const session = await signInWith(asking, password, await currentRequestId());
  if (!session) {
    throw new DomainError(
      "unauthenticated",
      "The email address or the password is not right. Check both and try again.",
    );
  }
  const { name, options } = sessionCookie();
  jar.set(name, sessionCookieValue(session), options);
  jar.set(device.name, rememberedDevice(known, address), device.options);
}

/** Ends the session in the database, so that a copy of its cookie is worth nothing; for a server action only. */
export async function endSession(): Promise<void> {
  currentExchange().actionBegan = true;
  const claims = await currentClaims();
  if (claims) await endSessionOf(claims, await currentRequestId());
  const { name, options } = sessionCookie();
  (await cookies()).set(name, "", { ...options, maxAge: 0 });
}
