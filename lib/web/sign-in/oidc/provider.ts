import type { ClientAuth, Configuration } from "openid-client";
import { env } from "@/lib/env";
import { OidcRefused } from "./refusal";

/** Loaded on need: every page loads the gates, and few people sign in. */
const library = () => import("openid-client");

const timeoutS = 8;
/** A provider's clock and ours may differ by so much. */
const clockToleranceS = 30;
/** How long what the provider says about itself is believed. */
const freshMs = 60 * 60_000;

/** What people call the identity provider; null where there is none. */
export const oidcName = (): string | null => (env().AUTH_OIDC_ISSUER === undefined ? null : env().AUTH_OIDC_NAME);

/** Where the provider sends people back to, in exactly this spelling. */
export const oidcRedirect = (): string => `${env().PORTAL_URL}/sign-in/oidc/callback`;

type Settings = { issuer: string; clientId: string; secret: string };
type Known = { settings: string; at: number; configuration: Promise<Configuration> };

// On globalThis, because each route is a bundle of its own and they share what the provider said.
const kept = globalThis as { meridianOidc?: Known };

function settings(): Settings {
  const { AUTH_OIDC_ISSUER: issuer, AUTH_OIDC_CLIENT_ID: clientId, AUTH_OIDC_CLIENT_SECRET: secret } = env();
  if (!issuer || !clientId || !secret) throw new OidcRefused("failed", "no identity provider is set");
  return { issuer, clientId, secret };
}

/** Discovers the provider (OpenID Connect Discovery 1.0). ID tokens are read only with a signature that is right. */
async function discover({ issuer, clientId, secret }: Settings): Promise<Configuration> {
  const client = await library();
  const [inBody, inHeader] = [client.ClientSecretPost(secret), client.ClientSecretBasic(secret)];
  const authenticate: ClientAuth = (server, ...rest) => {
    const { token_endpoint_auth_methods_supported: methods = ["client_secret_basic"] } = server;
    return (methods.includes("client_secret_post") ? inBody : inHeader)(server, ...rest);
  };
  return client.discovery(
    new URL(issuer),
    clientId,
    { client_secret: secret, [client.clockTolerance]: clockToleranceS },
    authenticate,
    {
      timeout: timeoutS,
      execute: [
        client.enableNonRepudiationChecks,
        ...(issuer.startsWith("http:") ? [client.allowInsecureRequests] : []),
      ],
    },
  );
}

/**
 * What the provider says about itself, asked for at most once an hour; while it does not answer, what it said before
 * still holds.
 * @throws OidcRefused `unreachable`, `failed`
 */
export async function oidcProvider(now = Date.now()): Promise<Configuration> {
  const wanted = settings();
  const key = JSON.stringify(wanted);
  const before = kept.meridianOidc?.settings === key ? kept.meridianOidc : undefined;
  if (before && now - before.at < freshMs) return before.configuration.catch(asRefused);
  const configuration = discover(wanted).catch((error: unknown) => {
    // The next one asks anew; until then, what was known before.
    kept.meridianOidc = before;
    if (before) return before.configuration;
    throw error;
  });
  kept.meridianOidc = { settings: key, at: now, configuration };
  return configuration.catch(asRefused);
}

type Coded = { code?: unknown; status?: unknown; cause?: unknown };
const statusOf = (error: Coded): number | undefined =>
  [error.status, (error.cause as Coded | undefined)?.status].find((status) => typeof status === "number");

/** Codes of the library, and names of errors, name nobody. */
const detailOf = (error: Error & Coded): string => (typeof error.code === "string" ? error.code : error.name);

/**
 * What a fault on the way to the provider, or in its answer, means to who signs in.
 * @throws OidcRefused always
 */
export function asRefused(error: unknown): never {
  if (error instanceof OidcRefused) throw error;
  if (!(error instanceof Error)) throw new OidcRefused("failed", typeof error);
  const coded = error as Error & Coded;
  const detail = detailOf(coded);
  if (detail === "OAUTH_AUTHORIZATION_RESPONSE_ERROR" || (error as { error?: unknown }).error === "access_denied")
    throw new OidcRefused("declined", detail);
  // A call that got no answer is a TypeError of fetch, or a timeout.
  const unanswered = error instanceof TypeError && coded.code === undefined;
  const isDown =
    unanswered || detail === "OAUTH_TIMEOUT" || error.name === "TimeoutError" || (statusOf(coded) ?? 0) >= 500;
  throw new OidcRefused(isDown ? "unreachable" : "failed", detail);
}
