import type { emailKind } from "@/db/schema/emails";

export type EmailKind = (typeof emailKind.enumValues)[number];

/** What must still hold when an email leaves: lib/emails/standing.ts says how each is judged. */
export type LeavesWhile = "linkWorks" | "codeIsGood" | "recipientKnows" | "failureStands" | "always";

type Kind = {
  label: string;
  /** It carries the payout's link. */
  invites: boolean;
  leavesWhile: LeavesWhile;
};

/** What an email can be about, the most awaited first. Runs anywhere. */
export const emailKindTable = {
  verification_code: { label: "Verification code", invites: false, leavesWhile: "codeIsGood" },
  payout_canceled: { label: "Cancellation notice", invites: false, leavesWhile: "recipientKnows" },
  payout_resent: { label: "Payout email, sent again", invites: true, leavesWhile: "linkWorks" },
  payout_failed: { label: "Failure notice", invites: false, leavesWhile: "failureStands" },
  payout_completed: { label: "Payment notice", invites: false, leavesWhile: "always" },
  payout_reminder: { label: "Reminder", invites: true, leavesWhile: "linkWorks" },
  payout_sent: { label: "Payout email", invites: true, leavesWhile: "linkWorks" },
} as const satisfies Record<EmailKind, Kind>;

export const emailKinds = Object.keys(emailKindTable) as [EmailKind, ...EmailKind[]];

/** The kinds that carry the link. */
export const invitingKinds = emailKinds.filter((kind) => emailKindTable[kind].invites);

/** The kind somebody waits for at that very moment. */
export const urgentKind: EmailKind = "verification_code";

/** The kind that leaves by itself, without anybody having looked whether the address is right. */
export const unaskedKind: EmailKind = "payout_reminder";

/** The kind that every new payout owes, and so by far the most of all. */
export const firstKind: EmailKind = "payout_sent";

/** What must not wait behind a whole batch of those, the most awaited first. */
export const sparseKinds = emailKinds.filter((kind) => kind !== urgentKind && kind !== firstKind);
