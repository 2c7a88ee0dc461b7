import { notFound } from "next/navigation";
import { isSameOrigin } from "@/lib/web/same-origin";
import { leavingFor } from "@/lib/web/sign-in/oidc/leaving";
import { oidcName } from "@/lib/web/sign-in/oidc/provider";
import { beginOidcSession, refusedByOidc } from "@/lib/web/sign-in/oidc/session";

/**
 * Begins to sign in by the identity provider. A POST of this portal's own page alone, so that no other site can begin a
 * sign-in in somebody's browser.
 */
export async function POST(request: Request): Promise<Response> {
  const name = oidcName();
  if (name === null) notFound();
  if (!isSameOrigin(request.headers)) return new Response("Begin on the sign-in page.\n", { status: 403 });
  try {
    const form = await request.formData().catch(() => new FormData());
    return leavingFor(name, await beginOidcSession(form.get("next")));
  } catch (error) {
    return refusedByOidc(error);
  }
}
