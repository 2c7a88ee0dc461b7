import { generateKeyPairSync } from "node:crypto";
import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { Provider, type JWK } from "oidc-provider";

/** What the provider knows of somebody; who signs in types its key as the login. */
export type Person = { sub: string; email: string; email_verified?: boolean | string };

export const oidcClient = { id: "meridian", secret: "a secret of the tests, shared with the provider" };
const signingKey: JWK = {
  ...(generateKeyPairSync("rsa", { modulusLength: 2048 }).privateKey.export({ format: "jwk" }) as JWK),
  ...{ kid: "first", use: "sig", alg: "RS256" },
};

/**
 * A real OpenID provider on loopback, with pages to sign in and to consent. It says an email address at the userinfo
 * endpoint alone, as the specification has it.
 * @param redirect the only address that it sends people back to
 */
export async function startIdentityProvider(redirect: string, port = 0) {
  const people = new Map<string, Person>();
  const server = createServer();
  server.listen(port, "127.0.0.1");
  await once(server, "listening");
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const provider = new Provider(issuer, {
    clients: [{ client_id: oidcClient.id, client_secret: oidcClient.secret, redirect_uris: [redirect] }],
    claims: { openid: ["sub"], email: ["email", "email_verified"], profile: ["name"] },
    cookies: { keys: ["of the tests"] },
    jwks: { keys: [signingKey] },
    pkce: { required: () => true },
    ttl: { AccessToken: 600, AuthorizationCode: 60, Grant: 600, IdToken: 600, Interaction: 600, Session: 600 },
    findAccount: (_context, login) => {
      const { sub = login, ...claims } = people.get(login) ?? {};
      return { accountId: login, claims: () => ({ sub, ...claims }) };
    },
  });
  const handle = provider.callback();
  server.on("request", (request, response) => void handle(request, response));
  const stop = () => {
    server.closeAllConnections();
    server.close();
  };
  return { issuer, people, stop };
}

/** The variables of a portal that this provider signs people in to. */
export const oidcVariables = (issuer: string) => ({
  AUTH_OIDC_ISSUER: issuer,
  AUTH_OIDC_CLIENT_ID: oidcClient.id,
  AUTH_OIDC_CLIENT_SECRET: oidcClient.secret,
  AUTH_OIDC_NAME: "Okta",
});

/** Signs in at the provider as a browser would, and gives the query with which it sends people back. */
export async function answerOfProvider(address: string, login: string, redirect: string): Promise<string> {
  const jar = new Map<string, string>();
  let [url, form] = [address, undefined as URLSearchParams | undefined];
  for (let step = 0; step < 20; step++) {
    const cookie = [...jar].map(([name, value]) => `${name}=${value}`).join("; ");
    const answer = await fetch(url, {
      redirect: "manual",
      headers: { cookie },
      ...(form && { method: "POST", body: form }),
    });
    for (const set of answer.headers.getSetCookie()) {
      const [, name = "", value = ""] = /^([^=]+)=([^;]*)/.exec(set) ?? [];
      if (value === "") jar.delete(name);
      else jar.set(name, value);
    }
    const location = answer.headers.get("location");
    if (location?.startsWith(redirect)) return new URL(location).search;
    const page = location === null ? await answer.text() : "";
    const prompt = /name="prompt" value="(\w+)"/.exec(page)?.[1];
    if (location === null && !prompt) throw new Error(`The provider answers ${answer.status}: ${page.slice(0, 300)}`);
    form = prompt ? new URLSearchParams({ prompt, login, password: "any" }) : undefined;
    url = new URL(location ?? /action="([^"]+)"/.exec(page)![1]!, url).href;
  }
  throw new Error("The provider never sends back.");
}
