import { createCipheriv, createDecipheriv, randomBytes } from "node:crypto";
import { env } from "./env";

const algorithm = "aes-256-gcm";
const ivBytes = 12;
const tagBytes = 16;

/** The keys of DETAILS_KEYS by their ids; the first one seals, every one opens. */
function keys(): Map<string, Buffer> {
  return new Map(
    env()
      .DETAILS_KEYS.split(",")
      .map((pair) => {
        const [id = "", key = ""] = pair.split(":");
        return [id, Buffer.from(key, "base64")] as const;
      }),
  );
}

/**
 * Encrypts a text so that it opens only with the server's key and only for the same `owner`: `keyId.base64`, with
 * initialization vector and tag inside. The key's id is kept, so that a new first key can be set while what older ones
 * sealed still opens.
 * @param owner for example organization and payout; a sealed text that is moved to another row does not open there
 */
export function seal(text: string, owner: string): string {
  const [[id, key]] = [...keys()] as [[string, Buffer]];
  const iv = randomBytes(ivBytes);
  const cipher = createCipheriv(algorithm, key, iv).setAAD(Buffer.from(owner));
  const sealed = Buffer.concat([iv, cipher.update(text, "utf8"), cipher.final(), cipher.getAuthTag()]);
  return `${id}.${sealed.toString("base64")}`;
}

/**
 * Decrypts what `seal` made for the same `owner`.
 * @throws Error when the key is not among DETAILS_KEYS any more, or the text was changed or belongs to another owner;
 * the message names the key's id alone
 */
export function unseal(sealed: string, owner: string): string {
  const [id = "", body = ""] = sealed.split(".");
  const key = keys().get(id);
  if (!key) throw new Error(`Details were sealed with the key "${id}", which is not among DETAILS_KEYS.`);
  const bytes = Buffer.from(body, "base64");
  const decipher = createDecipheriv(algorithm, key, bytes.subarray(0, ivBytes))
    .setAAD(Buffer.from(owner))
    .setAuthTag(bytes.subarray(-tagBytes));
  return Buffer.concat([decipher.update(bytes.subarray(ivBytes, -tagBytes)), decipher.final()]).toString("utf8");
}
