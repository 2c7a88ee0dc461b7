import { Secret, TOTP } from "otpauth";

/**
 * The code that an authenticator app shows some steps of 30 s from now. One of the present step or of the next is taken
 * whenever it arrives; one of the step before is refused as soon as the present step ends, so no test gives that one as
 * right.
 * @param secret base32, with or without spaces
 */
export const appCode = (secret: string, steps = 0): string =>
  new TOTP({
    secret: Secret.fromBase32(secret.replaceAll(" ", "")),
    algorithm: "SHA1",
    digits: 6,
    period: 30,
  }).generate({ timestamp: Date.now() + steps * 30_000 });
