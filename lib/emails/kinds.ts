import type { emailKind } from "@/db/schema/emails";

export type EmailKind = (typeof emailKind.enumValues)[number];

/** The condition under which an email to a recipient may still be sent; lib/emails/standing.ts checks each. */
export type LeavesWhile = "linkWorks" | "codeIsGood" | "recipientKnows" | "failureStands" | "always";

/** To the recipient of a payout. */
type RecipientKind = {
  to: "recipient";
  label: string;
  /** It contains the payout's link. */
  invites: boolean;
  leavesWhile: LeavesWhile;
};
/** To a user of the organization. `lib/emails/to-users/messages.ts` says when it may still be sent. */
type UserKind = { to: "user"; label: string; invites: false };

/** The kinds of emails, the most urgent first. Runs anywhere. */
export const emailKindTable = {
  verification_code: { to: "recipient", label: "Verification code", invites: false, leavesWhile: "codeIsGood" },
  password_reset: { to: "user", label: "Password reset", invites: false },
  user_invited: { to: "user", label: "Invitation of a user", invites: false },
  password_changed: { to: "user", label: "Password changed", invites: false },
  payout_canceled: { to: "recipient", label: "Cancellation notice", invites: false, leavesWhile: "recipientKnows" },
  payout_resent: { to: "recipient", label: "Payout email, sent again", invites: true, leavesWhile: "linkWorks" },
  payout_failed: { to: "recipient", label: "Failure notice", invites: false, leavesWhile: "failureStands" },
  payout_completed: { to: "recipient", label: "Payment notice", invites: false, leavesWhile: "always" },
  payout_reminder: { to: "recipient", label: "Reminder", invites: true, leavesWhile: "linkWorks" },
  settings_test: { to: "user", label: "Test of the settings", invites: false },
  view_digest: { to: "user", label: "Saved view by email", invites: false },
  payout_sent: { to: "recipient", label: "Payout email", invites: true, leavesWhile: "linkWorks" },
} as const satisfies Record<EmailKind, RecipientKind | UserKind>;

/** The kinds that go to users of the organization. */
export type UserEmailKind = {
  [Kind in EmailKind]: (typeof emailKindTable)[Kind]["to"] extends "user" ? Kind : never;
}[EmailKind];
/** The kinds that go to recipients. */
export type RecipientEmailKind = Exclude<EmailKind, UserEmailKind>;

const emailKinds = Object.keys(emailKindTable) as [EmailKind, ...EmailKind[]];

/** The kinds that go to recipients, the most urgent first. */
export const recipientEmailKinds = emailKinds.filter(
  (kind): kind is RecipientEmailKind => emailKindTable[kind].to === "recipient",
);

/** The kinds that contain the link. */
export const invitingKinds = emailKinds.filter((kind) => emailKindTable[kind].invites);

/** The kind that a recipient waits for at this moment. */
export const urgentKind: EmailKind = "verification_code";

/** The kind that is sent automatically, without an admin having checked the address. */
export const automaticKind: RecipientEmailKind = "payout_reminder";

/** The kind that every new payout gets, and so by far the most frequent. */
export const bulkKind: RecipientEmailKind = "payout_sent";

/** The kinds that must not wait behind the first emails of a large batch, the most urgent first. */
export const transactionalKinds = emailKinds.filter((kind) => kind !== urgentKind && kind !== bulkKind);
