import { expect, type BrowserContext } from "@playwright/test";
// eslint-disable-next-line no-restricted-imports -- lib/web/auth.ts, which alone may import it, runs within Next only
import { decode, encode } from "next-auth/jwt";
import type { SessionClaims } from "@/lib/web/session-actor";
import type { User } from "@/tests/support/factories";

/** The name in lib/web/auth.ts for a portal without TLS; sign-in.spec.ts checks that the form sets the same cookie. */
export const sessionCookie = "meridian.session";

/**
 * Gives a window the session that the sign-in form would give: a cookie sealed by the same library with the portal's
 * own secret. So only the tests of the form spend a third of a second on verifying a password.
 */
export async function signIn(context: BrowserContext, user: User): Promise<void> {
  const { organizationId, id: userId, sessionVersion } = user;
  const token: SessionClaims = { organizationId, userId, sessionVersion };
  const value = await encode({ token, secret: process.env.AUTH_SECRET!, salt: sessionCookie, maxAge: 3_600 });
  const url = process.env.E2E_BASE_URL!;
  await context.addCookies([{ name: sessionCookie, value, url, httpOnly: true, sameSite: "Lax" }]);
}

/** The content of a session cookie, without the times of its creation and expiry. */
export async function claimsIn(value: string): Promise<unknown> {
  const { iat, exp, jti, ...claims } = (await decode({
    token: value,
    secret: process.env.AUTH_SECRET!,
    salt: sessionCookie,
  }))!;
  expect([iat, exp, jti]).not.toContain(undefined);
  return claims;
}
