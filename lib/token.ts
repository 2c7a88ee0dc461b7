import { createHmac, hash } from "node:crypto";

/**
 * The secret in a payout's link. Derived, never stored: the server builds the same link again from its key for a
 * resend, and a reader of the database cannot.
 * @param key LINK_KEY
 * @param version the payout's link version; raising it makes every older link unknown
 */
export function linkToken(key: string, payoutId: string, version: number): string {
  return createHmac("sha256", key).update(`payout-link:${payoutId}:${version}`).digest("base64url");
}

/** The secret in the link that stops a digest: derived as that of a payout's link, and for nothing else. */
export function stopToken(key: string, digestId: string): string {
  return createHmac("sha256", key).update(`digest-stop:${digestId}`).digest("base64url");
}

/** The secret in a link by which a user chooses a password: derived as that of a payout's link, and for nothing else. */
export function userLinkToken(key: string, linkId: string): string {
  return createHmac("sha256", key).update(`user-link:${linkId}`).digest("base64url");
}

/** What the database keeps of a person whose data were erased (hex): it tells only that two of them are the same. */
export function personHash(key: string, organizationId: string, address: string): string {
  return createHmac("sha256", key).update(`erased-person:${organizationId}:${address}`).digest("hex");
}

/** What the database keeps of a token, for look-up: SHA-256, hex. */
export function linkHash(token: string): string {
  return hash("sha256", token, "hex");
}

const form = /^[\w-]{43}$/;

/** Whether a text has the form of a token; a text that has not is refused without a query. */
export const isLinkToken = (text: string): boolean => form.test(text);
