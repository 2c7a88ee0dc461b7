import { notFound } from "next/navigation";
import { accountByOidc } from "@/lib/users/oidc";
import { currentOrigin, currentRequestId } from "@/lib/web/auth";
import { oidcName } from "@/lib/web/sign-in/oidc/provider";
import { currentIdentity, refusedByOidc, startOidcSession } from "@/lib/web/sign-in/oidc/session";

/**
 * Where the identity provider sends people back to. The one GET that changes something: the protocol has it so. It does
 * nothing but for the browser that began the sign-in, and once.
 */
export async function GET(request: Request): Promise<Response> {
  if (oidcName() === null) notFound();
  try {
    const { identity, next } = await currentIdentity(new URL(request.url).search);
    const account = await accountByOidc(identity, await currentOrigin(), await currentRequestId());
    const outcome = await startOidcSession(account);
    const code = next === "/" ? "/sign-in/code" : `/sign-in/code?next=${encodeURIComponent(next)}`;
    return new Response(null, { status: 303, headers: { location: outcome === "code" ? code : next } });
  } catch (error) {
    return refusedByOidc(error);
  }
}
