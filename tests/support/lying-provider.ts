import { createHmac, createSign, generateKeyPairSync, type KeyObject } from "node:crypto";
import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { oidcClient } from "./identity-provider";

const pair = () => generateKeyPairSync("rsa", { modulusLength: 2048 });
const [own, stranger] = [pair(), pair()];

const encoded = (value: object) => Buffer.from(JSON.stringify(value)).toString("base64url");

function signed(claims: object, header: object, key: KeyObject): string {
  const text = `${encoded({ typ: "JWT", kid: "own", ...header })}.${encoded(claims)}`;
  return `${text}.${createSign("RSA-SHA256").update(text).sign(key, "base64url")}`;
}

/** Says of its ID token what no honest provider would, and else the truth. */
type Lie = {
  claims?: Record<string, unknown>;
  /** By the key of somebody else; without a signature; or by the secret that both sides know. */
  signature?: "stranger" | "none" | "secret";
  /** What its metadata say the issuer is. */
  issuer?: string;
  /** The status of the token endpoint. */
  status?: number;
};

/** An OpenID provider that signs in whom it is told to, with an ID token that may be wrong. */
export async function startLyingProvider() {
  const said = { lie: {} as Lie, nonce: "", asked: 0 };
  const server = createServer((request, response) => {
    const answer = (body: object, status = 200) => {
      response.writeHead(status, { "content-type": "application/json" });
      response.end(JSON.stringify(body));
    };
    if (request.url === "/.well-known/openid-configuration") {
      said.asked++;
      return answer(metadata(said.lie.issuer ?? issuer, issuer));
    }
    if (request.url === "/jwks") {
      const key = { ...own.publicKey.export({ format: "jwk" }), kid: "own", use: "sig", alg: "RS256" };
      return answer({ keys: [key] });
    }
    if (said.lie.status) return answer({}, said.lie.status);
    return answer({ access_token: "any", token_type: "bearer", id_token: token(issuer, said) });
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const stop = () => {
    server.closeAllConnections();
    server.close();
  };
  return { issuer, said, stop };
}

const metadata = (claimed: string, base: string) => ({
  issuer: claimed,
  authorization_endpoint: `${base}/authorize`,
  token_endpoint: `${base}/token`,
  jwks_uri: `${base}/jwks`,
  response_types_supported: ["code"],
  subject_types_supported: ["public"],
  id_token_signing_alg_values_supported: ["RS256"],
});

function token(issuer: string, { lie, nonce }: { lie: Lie; nonce: string }): string {
  const now = Math.floor(Date.now() / 1_000);
  const truth = { iss: issuer, aud: oidcClient.id, sub: "subject", nonce, iat: now, exp: now + 300 };
  const claims = { ...truth, email: "grace@example.com", email_verified: true, ...lie.claims };
  if (lie.signature === "none") return `${encoded({ alg: "none" })}.${encoded(claims)}.`;
  if (lie.signature === "secret") {
    const text = `${encoded({ alg: "HS256" })}.${encoded(claims)}`;
    return `${text}.${createHmac("sha256", oidcClient.secret).update(text).digest("base64url")}`;
  }
  return signed(claims, { alg: "RS256" }, lie.signature === "stranger" ? stranger.privateKey : own.privateKey);
}
