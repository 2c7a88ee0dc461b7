import type { Configuration, IDToken, UserInfoResponse } from "openid-client";
import { env } from "@/lib/env";
import { sameOriginPath } from "@/lib/web/same-origin";
import { admitStep } from "@/lib/web/sign-in/limits";
import { keepPending, takePending } from "./pending";
import { asRefused, oidcProvider, oidcRedirect } from "./provider";
import { OidcRefused } from "./refusal";

const library = () => import("openid-client");

/** Whom the identity provider vouches for. */
export type Identity = {
  issuer: string;
  subject: string;
  /** Lower-cased; null unless the provider says that it has verified it. */
  email: string | null;
  /** Whether its sign-in counts as both factors. */
  isStrong: boolean;
};

/**
 * Begins a sign-in: authorization code flow with PKCE (RFC 7636, S256), `state` and `nonce`.
 * @param next where they want to go afterwards; anything but a path of this portal is “/”
 * @returns the provider's address to go to, and what the cookie contains by which this browser can finish
 * @throws OidcRefused `unreachable`, `failed`; TooManyRequests
 */
export async function beginOidc(next: unknown, peer: string): Promise<{ address: string; cookie: string }> {
  await admitStep(peer);
  const provider = await oidcProvider();
  const { state, nonce, verifier, cookie } = await keepPending(sameOriginPath(next));
  const client = await library();
  const address = client.buildAuthorizationUrl(provider, {
    redirect_uri: oidcRedirect(),
    scope: "openid email profile",
    ...{ state, nonce },
    code_challenge: await client.calculatePKCECodeChallenge(verifier),
    code_challenge_method: "S256",
  });
  return { address: address.href, cookie };
}

/**
 * Takes the answer with which the provider sent somebody back, and asks the provider who they are.
 * @param search the query of the callback's address
 * @param cookie of the browser that comes back
 * @throws OidcRefused `ended` when this browser began no such sign-in, or it was finished; `declined`, `unreachable`,
 * `failed`; TooManyRequests
 */
export async function finishOidc(
  search: string,
  cookie: string | undefined,
  peer: string,
): Promise<{ identity: Identity; next: string }> {
  await admitStep(peer);
  const answer = new URL(oidcRedirect());
  answer.search = search;
  const pending = await takePending(cookie, answer.searchParams.get("state"));
  if (!pending) throw new OidcRefused("ended");
  const provider = await oidcProvider();
  const identity = await identityOf(provider, answer, pending).catch(asRefused);
  return { identity, next: pending.next };
}

type Expected = { state: string; nonce: string; verifier: string };

async function identityOf(provider: Configuration, answer: URL, expected: Expected): Promise<Identity> {
  const client = await library();
  const tokens = await client.authorizationCodeGrant(provider, answer, {
    expectedState: expected.state,
    expectedNonce: expected.nonce,
    pkceCodeVerifier: expected.verifier,
    idTokenExpected: true,
  });
  const claims = tokens.claims()!;
  // Many providers say the address only when they are asked for it.
  const person =
    claims.email === undefined && provider.serverMetadata().userinfo_endpoint !== undefined
      ? await client.fetchUserInfo(provider, tokens.access_token, claims.sub)
      : claims;
  return {
    issuer: claims.iss,
    subject: claims.sub,
    email: verifiedEmail(person),
    isStrong: env().AUTH_OIDC_TRUST_MFA !== undefined && mayBeStrong(claims),
  };
}

/** The address, as the portal keeps addresses; only where `email_verified` is exactly true, not a text that says so. */
function verifiedEmail({ email, email_verified }: IDToken | UserInfoResponse): string | null {
  return typeof email === "string" && email_verified === true ? email.trim().toLowerCase() : null;
}

/** A provider that says how somebody signed in (RFC 8176) must say that it was by several factors. */
const mayBeStrong = ({ amr }: IDToken): boolean => amr === undefined || (Array.isArray(amr) && amr.includes("mfa"));
