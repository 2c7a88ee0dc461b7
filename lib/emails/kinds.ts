import type { emailKind } from "@/db/schema/emails";

export type EmailKind = (typeof emailKind.enumValues)[number];

/** What an email can be about. `invites`: it carries the payout's link, so it leaves only while the link has a use. Runs anywhere. */
export const emailKindTable = {
  payout_sent: { label: "Payout email", invites: true },
  payout_resent: { label: "Payout email, sent again", invites: true },
  payout_canceled: { label: "Cancellation notice", invites: false },
} as const satisfies Record<EmailKind, { label: string; invites: boolean }>;

export const emailKinds = Object.keys(emailKindTable) as [EmailKind, ...EmailKind[]];

/** The kinds that carry the link. */
export const invitingKinds = emailKinds.filter((kind) => emailKindTable[kind].invites);
