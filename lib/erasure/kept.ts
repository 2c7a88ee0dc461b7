import { languages } from "@/lib/recipient-words/languages";

type KeptTable = { why: string; columns: readonly string[] };

const staff = "It is about a member of your staff. This does not erase staff: deactivate them under Admin › Users.";
const machine = "Meridian’s own bookkeeping; nothing in it comes from a recipient.";

/** Every table whose texts say nothing of recipients, why, and these texts by name, so that a new one is asked about. */
export const keptTables: Record<string, KeptTable> = {
  users: {
    why: staff,
    columns: ["email", "name", "password_hash", "oidc_issuer", "oidc_subject", "display_zone"],
  },
  sessions: { why: staff, columns: ["device", "address"] },
  user_links: { why: staff, columns: ["token_hash"] },
  passkeys: { why: staff, columns: ["name", "credential_id", "public_key"] },
  passkey_challenges: { why: staff, columns: ["purpose", "challenge"] },
  second_factors: { why: staff, columns: ["sealed_secret"] },
  recovery_codes: { why: staff, columns: ["hash"] },
  oidc_sign_ins: {
    why: "Of a sign-in of staff that is under way; it expires within minutes.",
    columns: ["secret", "next"],
  },
  digests: { why: staff, columns: ["stop_hash"] },
  payout_list_looks: { why: staff, columns: ["hidden", "extra"] },
  extra_columns: { why: "Headings of your files, and what you call them.", columns: ["key", "name", "label"] },
  organizations: {
    why: "Your own name, addresses and settings.",
    columns: [
      ...["slug", "name", "time_zone", "support_email", "reply_to", "brand_color", "logo_hash", "reminder_days"],
      ...languages.flatMap((language) => [`subject_${language}`, `greeting_${language}`]),
    ],
  },
  logos: { why: "Your own logos.", columns: ["hash", "png"] },
  batch_file_chunks: {
    why: "An erasure removes the whole file of each ended batch that has, or may have, the person in it.",
    columns: ["bytes"],
  },
  payout_search: {
    why: "An erasure removes the entry, and the worker makes it anew.",
    columns: ["text", "extra_keys"],
  },
  events: {
    why: "An erasure removes reason, data, address and device of events that tell of the person, with the salt of their hash.",
    columns: ["name", "reason", "data", "request_id", "address", "device", "content_hash"],
  },
  event_blocks: {
    why: "Hashes of the audit log. What may be personal is hashed with a salt that an erasure removes.",
    columns: ["previous_hash", "hash", "prints"],
  },
  erasures: {
    why: "Address and pattern are gone when the erasure has ended. The hash has a key, and says only that two are the same.",
    columns: ["person_hash", "address", "pattern"],
  },
  provider_reports: { why: "Keys of a provider’s messages.", columns: ["provider", "message_id", "outcome"] },
  sandbox_payments: { why: "Keys of payments that are not real.", columns: ["reference", "outcome"] },
  attempt_counts: { why: "Counts of sign-ins, for an hour at most, under a hash.", columns: ["key"] },
  tile_snapshots: { why: "Counts.", columns: ["counts"] },
  payout_counts: { why: "Counts.", columns: ["kinds"] },
  batch_payout_counts: { why: machine, columns: ["currency"] },
  batch_totals: { why: machine, columns: ["currency"] },
  payout_totals: { why: machine, columns: ["currency"] },
  payout_deltas: { why: machine, columns: ["currency"] },
};
