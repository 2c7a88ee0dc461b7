import { z } from "zod";
import { env } from "@/lib/env";
import { signedText, textOfSigned } from "./signed-text";

/** All that a session's cookie says. Role and name are read from the database at each request. */
const sessionClaims = z.object({
  organizationId: z.uuid(),
  sessionId: z.uuid(),
  /** When it is over, whatever is done in it; in milliseconds since 1970. */
  endsAt: z.coerce.number().int().positive(),
});
export type SessionClaims = z.output<typeof sessionClaims>;

/** The attributes of every cookie of staff. Browsers keep a `__Host-` cookie to this very host and to TLS. */
export function cookieOf(name: string, ageMs: number) {
  const secure = env().PORTAL_URL.startsWith("https:");
  return {
    name: `${secure ? "__Host-" : ""}meridian.${name}`,
    options: { httpOnly: true, sameSite: "lax", path: "/", secure, maxAge: ageMs / 1_000 } as const,
  };
}

/** Name and attributes of the session's cookie; a browser keeps it for `ageMs`. */
export const sessionCookie = (ageMs = 0) => cookieOf("session", ageMs);

/** What the cookie of a session contains. */
export function sessionCookieValue({ organizationId, sessionId, endsAt }: SessionClaims): string {
  return signedText("session", `${organizationId}.${sessionId}.${endsAt}`);
}

/** What a cookie claims; null when it was not made here, or its time is over. Whether it still counts, its row says. */
export function claimsOfCookie(value: string | undefined, now = Date.now()): SessionClaims | null {
  const [organizationId, sessionId, endsAt] = textOfSigned("session", value)?.split(".") ?? [];
  const claims = sessionClaims.safeParse({ organizationId, sessionId, endsAt });
  return claims.success && now < claims.data.endsAt ? claims.data : null;
}
