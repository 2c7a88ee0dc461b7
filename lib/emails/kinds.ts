import type { emailKind } from "@/db/schema/emails";

export type EmailKind = (typeof emailKind.enumValues)[number];

/** The condition under which an email may still be sent; lib/emails/standing.ts checks each. */
export type LeavesWhile = "linkWorks" | "codeIsGood" | "recipientKnows" | "failureStands" | "always";

type Kind = {
  label: string;
  /** It contains the payout's link. */
  invites: boolean;
  leavesWhile: LeavesWhile;
};

/** The kinds of emails, the most urgent first. Runs anywhere. */
export const emailKindTable = {
  verification_code: { label: "Verification code", invites: false, leavesWhile: "codeIsGood" },
  payout_canceled: { label: "Cancellation notice", invites: false, leavesWhile: "recipientKnows" },
  payout_resent: { label: "Payout email, sent again", invites: true, leavesWhile: "linkWorks" },
  payout_failed: { label: "Failure notice", invites: false, leavesWhile: "failureStands" },
  payout_completed: { label: "Payment notice", invites: false, leavesWhile: "always" },
  payout_reminder: { label: "Reminder", invites: true, leavesWhile: "linkWorks" },
  payout_sent: { label: "Payout email", invites: true, leavesWhile: "linkWorks" },
} as const satisfies Record<EmailKind, Kind>;

const emailKinds = Object.keys(emailKindTable) as [EmailKind, ...EmailKind[]];

/** The kinds that contain the link. */
export const invitingKinds = emailKinds.filter((kind) => emailKindTable[kind].invites);

/** The kind that a recipient waits for at this moment. */
export const urgentKind: EmailKind = "verification_code";

/** The kind that is sent automatically, without an admin having checked the address. */
export const automaticKind: EmailKind = "payout_reminder";

/** The kind that every new payout gets, and so by far the most frequent. */
export const bulkKind: EmailKind = "payout_sent";

/** The kinds that must not wait behind the first emails of a large batch, the most urgent first. */
export const transactionalKinds = emailKinds.filter((kind) => kind !== urgentKind && kind !== bulkKind);
