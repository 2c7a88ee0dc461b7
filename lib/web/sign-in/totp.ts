import { Secret, TOTP } from "otpauth";

/** RFC 6238 as authenticator apps take it for granted: SHA-1, six digits, steps of 30 s. */
const parameters = { issuer: "Meridian", algorithm: "SHA1", digits: 6, period: 30 } as const;
/** A code is taken one step early or late, for clocks that differ (RFC 6238, 5.2). */
const window = 1;
/** As long as the hash: RFC 4226, 4. */
const secretBytes = 20;

/** A new secret as base32 text. */
export const newSecret = (): string => new Secret({ size: secretBytes }).base32;

const totpOf = (secret: string, label?: string) =>
  new TOTP({ ...parameters, ...(label === undefined ? {} : { label }), secret: Secret.fromBase32(secret) });

/** The number of the step whose code this is, of those around `now`; null when it is the code of none. */
export function stepOfCode(secret: string, code: string, now: Date): number | null {
  const delta = totpOf(secret).validate({ token: code, timestamp: now.getTime(), window });
  return delta === null ? null : Math.floor(now.getTime() / 1_000 / parameters.period) + delta;
}

/** What the QR code says to an authenticator app; `label` is the account. */
export const totpUri = (secret: string, label: string): string => totpOf(secret, label).toString();
