import { createHmac, timingSafeEqual } from "node:crypto";
import { env } from "@/lib/env";

const form = /^(.{1,2000})\.([\w-]{43})$/s;

/**
 * A text that only this portal can have made, for a cookie: HMAC-SHA256 under AUTH_SECRET. Synchronous on purpose: what
 * is checked on every request must not wait for Node's four threads, which passwords are hashed on.
 * @param purpose keeps a text that was signed for one thing from passing as another
 */
export const signedText = (purpose: string, text: string): string => `${text}.${keyedHash(purpose, text)}`;

/** The text inside; null for one that was not signed here for this purpose. */
export function textOfSigned(purpose: string, signed: string | undefined): string | null {
  const [, text, mac] = form.exec(signed ?? "") ?? [];
  if (text === undefined || mac === undefined) return null;
  return timingSafeEqual(Buffer.from(mac), Buffer.from(keyedHash(purpose, text))) ? text : null;
}

/** A name for `text` that tells nothing about it to a person without AUTH_SECRET: 43 characters of base64url. */
export function keyedHash(purpose: string, text: string): string {
  return createHmac("sha256", env().AUTH_SECRET).update(`${purpose}\0${text}`).digest("base64url");
}
