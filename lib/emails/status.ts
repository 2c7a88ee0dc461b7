import type { emailStatus } from "@/db/schema/emails";
import type { Tone } from "@/lib/payouts/status";

export type EmailStatus = (typeof emailStatus.enumValues)[number];

/** The statuses of an email, which are independent of the payout's status. Runs anywhere. */
export const emailStatusTable = {
  queued: { label: "Queued", meaning: "The email waits for its turn, or for a mail server.", tone: "progress" },
  sent: { label: "Sent", meaning: "The mail server accepted the email.", tone: "success" },
  bounced: { label: "Bounced", meaning: "The mail server accepted the email, and it came back later.", tone: "danger" },
  failed: { label: "Failed", meaning: "The email could not be sent and will not be tried again.", tone: "danger" },
  skipped: {
    label: "Not needed",
    meaning: "The email was not sent, because the payout changed before its turn came.",
    tone: "neutral",
  },
} as const satisfies Record<EmailStatus, { label: string; meaning: string; tone: Tone }>;

export const emailStatuses = Object.keys(emailStatusTable) as [EmailStatus, ...EmailStatus[]];
