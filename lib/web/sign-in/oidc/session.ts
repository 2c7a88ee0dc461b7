import { cookies } from "next/headers";
import { DomainError, TooManyRequests } from "@/lib/errors";
import { logFault, logNote } from "@/lib/fault";
import { awaitCode, currentAsking, currentRequestId, giveSession } from "@/lib/web/auth";
import { currentExchange } from "@/lib/web/exchange";
import { afterFirstProof } from "@/lib/web/sign-in/credentials";
import type { FirstProof } from "@/lib/web/sign-in/new-session";
import { beginOidc, finishOidc, type Identity } from "./flow";
import { oidcCookie } from "./pending";
import { OidcRefused, type OidcRefusal } from "./refusal";

/** Begins to sign in by the identity provider, and sets the cookie that its answer needs. @returns where to go */
export async function beginOidcSession(next: unknown): Promise<string> {
  const { address, cookie } = await beginOidc(next, currentExchange().peer);
  const { name, options } = oidcCookie();
  (await cookies()).set(name, cookie, options);
  return address;
}

/** Whom the identity provider vouches for, from the address at which it sent this browser back. */
export async function currentIdentity(search: string): Promise<{ identity: Identity; next: string }> {
  const jar = await cookies();
  const { name, options } = oidcCookie();
  const found = await finishOidc(search, jar.get(name)?.value, currentExchange().peer);
  jar.set(name, "", { ...options, maxAge: 0 });
  return found;
}

/**
 * Signs in somebody for whom the identity provider vouched, as after a password.
 * @throws OidcRefused when the account has changed meanwhile
 */
export async function startOidcSession({
  email,
  ...proved
}: FirstProof & { email: string }): Promise<"signed-in" | "code"> {
  const outcome = await afterFirstProof(proved, await currentAsking(), await currentRequestId());
  if (!outcome) throw new OidcRefused("failed", "the account has changed meanwhile");
  if ("sessionId" in outcome) {
    await giveSession(outcome, email);
    return "signed-in";
  }
  await awaitCode(outcome);
  return "code";
}

/**
 * Leads to the page that says why a sign-in by the identity provider came to nothing. The log says why too, and nothing
 * personal.
 */
export async function refusedByOidc(error: unknown): Promise<Response> {
  const requestId = await currentRequestId();
  const refused = asRefusal(error);
  if (refused)
    logNote("sign-in", requestId, ["identity provider", refused.why, refused.detail].filter(Boolean).join(": "));
  else logFault("sign-in", requestId, error);
  const why: OidcRefusal = refused?.why ?? "failed";
  return new Response(null, { status: 303, headers: { location: `/sign-in/oidc/refused?why=${why}` } });
}

function asRefusal(error: unknown): OidcRefused | null {
  if (error instanceof OidcRefused) return error;
  if (error instanceof DomainError)
    return new OidcRefused(error instanceof TooManyRequests ? "busy" : "failed", error.code);
  return null;
}
