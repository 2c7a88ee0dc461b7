import { createHmac, hash, timingSafeEqual } from "node:crypto";

/** What a payout's link names. Raising the version makes every older link unknown. */
export type LinkedPayout = { organizationId: string; id: string; linkVersion: number };

/**
 * What stands in a payout's link: the payout that it leads to, and a signature over it. Derived, never stored: the server
 * builds the same link again from its key for a resend, and a reader of the database cannot.
 * @param key LINK_KEY
 * @returns 68 characters of base64url: two ids of 16 bytes, a version of 2, a signature of 17
 */
export function linkToken(key: string, { organizationId, id, linkVersion }: LinkedPayout): string {
  const named = Buffer.alloc(namedBytes);
  named.write(organizationId.replaceAll("-", ""), 0, "hex");
  named.write(id.replaceAll("-", ""), 16, "hex");
  named.writeUInt16BE(linkVersion, 32);
  return Buffer.concat([named, linkSignature(key, named)]).toString("base64url");
}

/**
 * The payout that a link's token names; null for one that this key did not sign.
 * @param key LINK_KEY
 */
export function readLinkToken(key: string, token: string): LinkedPayout | null {
  if (!/^[\w-]{68}$/.test(token)) return null;
  const bytes = Buffer.from(token, "base64url");
  const named = bytes.subarray(0, namedBytes);
  if (!timingSafeEqual(bytes.subarray(namedBytes), linkSignature(key, named))) return null;
  return { organizationId: uuidAt(named, 0), id: uuidAt(named, 16), linkVersion: named.readUInt16BE(32) };
}

const namedBytes = 34;
// With these, a token's last character has no bits to spare, so that a link can be written in one way only.
const signatureBytes = 17;

const linkSignature = (key: string, named: Buffer): Buffer =>
  createHmac("sha256", key).update("payout-link:").update(named).digest().subarray(0, signatureBytes);

const uuidAt = (bytes: Buffer, start: number): string =>
  bytes.toString("hex", start, start + 16).replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");

/** The secret in the link that stops a digest: derived from the same key, and for nothing else. */
export function stopToken(key: string, digestId: string): string {
  return createHmac("sha256", key).update(`digest-stop:${digestId}`).digest("base64url");
}

/** The secret in a link by which a user chooses a password: derived from the same key, and for nothing else. */
export function userLinkToken(key: string, linkId: string): string {
  return createHmac("sha256", key).update(`user-link:${linkId}`).digest("base64url");
}

/** What the database keeps of a person whose data were erased (hex): it tells only that two of them are the same. */
export function personHash(key: string, organizationId: string, address: string): string {
  return createHmac("sha256", key).update(`erased-person:${organizationId}:${address}`).digest("hex");
}

/** What the database keeps of a token, for look-up: SHA-256, hex. */
export function tokenHash(token: string): string {
  return hash("sha256", token, "hex");
}

const form = /^[\w-]{43}$/;

/** Whether a text has the form of a token that is looked up by its hash. Another text is refused without a query. */
export const isHashedToken = (text: string): boolean => form.test(text);
