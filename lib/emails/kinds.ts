import type { emailKind } from "@/db/schema/emails";

export type EmailKind = (typeof emailKind.enumValues)[number];

type Kind = {
  label: string;
  /** It carries the payout's link, so it leaves only while the link has a use. */
  invites: boolean;
};

/** What an email can be about. Runs anywhere. */
export const emailKindTable = {
  payout_sent: { label: "Payout email", invites: true },
  payout_resent: { label: "Payout email, sent again", invites: true },
  payout_reminder: { label: "Reminder", invites: true },
  payout_canceled: { label: "Cancellation notice", invites: false },
  payout_completed: { label: "Payment notice", invites: false },
  payout_failed: { label: "Failure notice", invites: false },
  verification_code: { label: "Verification code", invites: false },
} as const satisfies Record<EmailKind, Kind>;

export const emailKinds = Object.keys(emailKindTable) as [EmailKind, ...EmailKind[]];

/** The kinds that carry the link. */
export const invitingKinds = emailKinds.filter((kind) => emailKindTable[kind].invites);
