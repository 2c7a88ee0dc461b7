/**
 * Why a sign-in by the identity provider came to nothing. `unknown` is one answer to all whom no account waits for, so
 * that nobody learns who has one.
 */
export const oidcRefusals = [
  "declined",
  "unreachable",
  "failed",
  "ended",
  "unverified",
  "unknown",
  "linked",
  "busy",
] as const;
export type OidcRefusal = (typeof oidcRefusals)[number];

/** A sign-in by the identity provider that came to nothing; `detail` is for the log, and names nobody. */
export class OidcRefused extends Error {
  override name = "OidcRefused";
  constructor(
    readonly why: OidcRefusal,
    readonly detail?: string,
  ) {
    super(why);
  }
}
