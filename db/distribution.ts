/** Tables without a tenant. Where organizations lie on several servers, each server has all of them. */
export const referenceTables = [
  "organizations",
  "worker_beats",
  "attempt_counts",
  "passkey_challenges",
  "oidc_sign_ins",
] as const;
