import type { BrowserContext } from "@playwright/test";
import { sessionCookie, sessionCookieValue, type SessionClaims } from "@/lib/web/session-cookie";
import type { User } from "@/tests/support/factories";
import { beginSession } from "@/tests/support/sessions";

/** Gives a window the session that the sign-in form would give: a row, and the cookie that names it. */
export async function signIn(context: BrowserContext, user: User): Promise<SessionClaims> {
  const session = await beginSession(user);
  await keepSession(context, session);
  return session;
}

/** Puts the cookie of a session into a window. */
export async function keepSession(context: BrowserContext, session: SessionClaims): Promise<void> {
  const { name } = sessionCookie();
  const url = process.env.E2E_BASE_URL!;
  await context.addCookies([{ name, value: sessionCookieValue(session), url, httpOnly: true, sameSite: "Lax" }]);
}
