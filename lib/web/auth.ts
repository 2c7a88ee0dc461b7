import type { Route } from "next";
import { cookies, headers } from "next/headers";
import { forbidden, redirect } from "next/navigation";
import NextAuth, { AuthError, CredentialsSignin, type NextAuthConfig } from "next-auth";
import { getToken } from "next-auth/jwt";
import Credentials from "next-auth/providers/credentials";
import { cache } from "react";
import { z } from "zod";
import type { UserActor } from "@/lib/actor";
import { checkCredentials } from "./credentials";
import { env } from "@/lib/env";
import { DomainError } from "@/lib/errors";
import { logFault } from "@/lib/fault";
import { requestedPathHeader, requestIdOf } from "./request-headers";
import { sameOriginPath } from "./same-origin";
import { actorOfSession, sessionClaims } from "./session-actor";

const sessionSeconds = 12 * 60 * 60;
const isHttps = () => env().PORTAL_URL.startsWith("https:");
const sessionCookie = () => (isHttps() ? "__Host-meridian.session" : "meridian.session");

/** Carries the refusal of the limiter through next-auth, which passes on its own errors only. */
class TooManyAttempts extends CredentialsSignin {
  override code = "rate_limited";
}

const credentials = z.object({ email: z.string().min(1).max(254), password: z.string().min(1).max(1_024) });

async function authorize(input: unknown) {
  const parsed = credentials.safeParse(input);
  if (!parsed.success) return null;
  try {
    const claims = await checkCredentials(parsed.data.email, parsed.data.password, await currentRequestId());
    return claims && { id: claims.userId, claims };
  } catch (error) {
    if (error instanceof DomainError) throw new TooManyAttempts();
    throw error;
  }
}

// A function, so that the environment is read when a request needs it and not when the portal is built.
const { handlers, signIn, signOut } = NextAuth(
  (): NextAuthConfig => ({
    secret: env().AUTH_SECRET,
    // The start script binds the server to a host of ours; no address is ever built from the request's host.
    trustHost: true,
    useSecureCookies: isHttps(),
    session: { strategy: "jwt", maxAge: sessionSeconds },
    cookies: {
      sessionToken: {
        name: sessionCookie(),
        options: { httpOnly: true, sameSite: "lax", path: "/", secure: isHttps() },
      },
    },
    pages: { signIn: "/sign-in", error: "/sign-in" },
    providers: [Credentials({ credentials: { email: {}, password: {} }, authorize })],
    callbacks: {
      jwt: ({ token, user }) => (user && "claims" in user ? { ...sessionClaims.parse(user.claims) } : token),
      session: ({ session }) => ({ expires: session.expires }),
    },
    // next-auth would log the whole error, also for a sign-in that is only refused.
    logger: {
      error: (error) => void (error instanceof CredentialsSignin || logFault("auth", "", error)),
      warn: () => undefined,
      debug: () => undefined,
    },
  }),
);

/** The route handlers next-auth needs under /api/auth. */
export const authHandlers = handlers;

/**
 * The number this request goes by in logs, events and messages to support. The proxy sets it; a request that does not
 * pass through the proxy gets a new one.
 */
export async function currentRequestId(): Promise<string> {
  return requestIdOf(await headers());
}

/**
 * Who is signed in, as the database knows them now, or null. Read once a request: role, "still active" and the
 * session's version come from the users table, so a demotion holds from the next request on.
 */
export const currentActor = cache(async (): Promise<UserActor | null> => {
  // The cookie alone: given the whole request, getToken would accept a bearer header too.
  const cookie = (await cookies()).toString();
  const name = sessionCookie();
  const token = await getToken({
    req: { headers: { cookie } },
    secret: env().AUTH_SECRET,
    cookieName: name,
    secureCookie: isHttps(),
  });
  const claims = sessionClaims.safeParse(token);
  return claims.success ? actorOfSession(claims.data, await currentRequestId()) : null;
});

/** The signed-in user. A signed-out visitor is sent to sign in, and from there back to what they asked for. */
export async function requireUser(): Promise<UserActor> {
  const actor = await currentActor();
  if (actor) return actor;
  const wanted = sameOriginPath((await headers()).get(requestedPathHeader));
  redirect((wanted === "/" ? "/sign-in" : `/sign-in?next=${encodeURIComponent(wanted)}`) as Route);
}

/**
 * The signed-in admin. A viewer gets the 403 page; call it outside every Suspense boundary, before the status line is
 * sent.
 */
export async function requireAdmin(): Promise<UserActor> {
  const actor = await requireUser();
  if (actor.role !== "admin") forbidden();
  return actor;
}

/**
 * Signs in and sets the session cookie; for a server action only.
 * @throws DomainError `unauthenticated` in the same words for every reason but too many attempts, which is
 * `rate_limited`.
 */
export async function startSession(email: string, password: string): Promise<void> {
  try {
    await signIn("credentials", { email, password, redirect: false });
  } catch (error) {
    if (error instanceof TooManyAttempts) {
      throw new DomainError(
        "rate_limited",
        "There were too many attempts for this email address. Wait 15 minutes, then try again.",
      );
    }
    if (!(error instanceof CredentialsSignin))
      throw error instanceof AuthError ? new Error("Sign-in failed.", { cause: error }) : error;
    throw new DomainError(
      "unauthenticated",
      "The email address or the password is not right. Check both and try again.",
    );
  }
}

/** Removes the session cookie; for a server action only. */
export async function endSession(): Promise<void> {
  await signOut({ redirect: false });
}
