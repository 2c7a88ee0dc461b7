import { createHash, generateKeyPairSync, randomBytes, sign } from "node:crypto";
import type { CreationOptions, RequestOptions } from "@/lib/web/sign-in/passkeys/proof";

/** Values as CBOR (RFC 8949), as far as WebAuthn needs them. */
function cbor(value: number | string | Buffer | Map<number | string, unknown>): Buffer {
  if (typeof value === "number") return value < 0 ? head(1, -1 - value) : head(0, value);
  if (typeof value === "string") return Buffer.concat([head(3, Buffer.byteLength(value)), Buffer.from(value)]);
  if (Buffer.isBuffer(value)) return Buffer.concat([head(2, value.length), value]);
  const entries = [...value].flatMap(([key, item]) => [cbor(key), cbor(item as Buffer)]);
  return Buffer.concat([head(5, value.size), ...entries]);
}
const head = (kind: number, count: number): Buffer =>
  count < 24
    ? Buffer.from([(kind << 5) | count])
    : count < 256
      ? Buffer.from([(kind << 5) | 24, count])
      : Buffer.from([(kind << 5) | 25, count >> 8, count & 255]);

const sha256 = (data: string | Buffer) => createHash("sha256").update(data).digest();
const text = (data: string | Buffer) => Buffer.from(data).toString("base64url");

/** What a false authenticator or a false page says differently. */
type Lies = { origin?: string; verified?: boolean; counter?: number; challenge?: string };

/** An authenticator with one passkey, for tests without a browser. It counts its uses. */
export function softAuthenticator(origin: string) {
  const { privateKey, publicKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
  const { x, y } = publicKey.export({ format: "jwk" });
  const id = randomBytes(32);
  let uses = 0;
  let handle = "";

  const clientData = (type: string, challenge: string, lies: Lies) =>
    Buffer.from(JSON.stringify({ type, challenge: lies.challenge ?? challenge, origin: lies.origin ?? origin }));
  const authenticatorData = (rpId: string, { verified = true, counter = uses }: Lies, more: Buffer[]) => {
    const count = Buffer.alloc(4);
    count.writeUInt32BE(counter);
    const flags = 1 | (verified ? 4 : 0) | (more.length > 0 ? 64 : 0);
    return Buffer.concat([sha256(rpId), Buffer.from([flags]), count, ...more]);
  };
  const answer = (response: Record<string, string>) =>
    JSON.stringify({ id: text(id), rawId: text(id), type: "public-key", clientExtensionResults: {}, response });

  return {
    /** Makes the passkey. */
    create({ challenge, rp, user }: CreationOptions, lies: Lies = {}): string {
      handle = user.id;
      const key = new Map<number, unknown>([
        [1, 2],
        [3, -7],
        [-1, 1],
        [-2, Buffer.from(x!, "base64url")],
        [-3, Buffer.from(y!, "base64url")],
      ]);
      const data = authenticatorData(rp.id!, lies, [Buffer.alloc(16), Buffer.from([0, id.length]), id, cbor(key)]);
      const attestation = new Map<string, unknown>([
        ["fmt", "none"],
        ["attStmt", new Map()],
        ["authData", data],
      ]);
      const clientDataJSON = text(clientData("webauthn.create", challenge, lies));
      return answer({ clientDataJSON, attestationObject: text(cbor(attestation)) });
    },
    /** Signs with it. */
    get({ challenge, rpId }: RequestOptions, lies: Lies = {}): string {
      uses += 1;
      const client = clientData("webauthn.get", challenge, lies);
      const data = authenticatorData(rpId!, lies, []);
      const signature = text(sign("sha256", Buffer.concat([data, sha256(client)]), privateKey));
      return answer({ clientDataJSON: text(client), authenticatorData: text(data), signature, userHandle: handle });
    },
  };
}
