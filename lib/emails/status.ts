import type { emailStatus } from "@/db/schema/emails";
import type { Tone } from "@/lib/payouts/status";

export type EmailStatus = (typeof emailStatus.enumValues)[number];

/** What an email can be: its own axis, never mixed into the payout's status. Runs anywhere. */
export const emailStatusTable = {
  queued: { label: "Queued", meaning: "It waits for its turn, or for a mail server.", tone: "progress" },
  sent: { label: "Sent", meaning: "The mail server took it.", tone: "success" },
  bounced: { label: "Bounced", meaning: "The mail server took it, and it came back later.", tone: "danger" },
  failed: { label: "Failed", meaning: "It did not leave and will not be tried again.", tone: "danger" },
  skipped: { label: "Not needed", meaning: "Things had changed before it left, so it was not sent.", tone: "neutral" },
} as const satisfies Record<EmailStatus, { label: string; meaning: string; tone: Tone }>;

export const emailStatuses = Object.keys(emailStatusTable) as [EmailStatus, ...EmailStatus[]];

/** The status in which an email is work for the worker. */
export const owedStatus: EmailStatus = "queued";

/** The status of an email that came back after the mail server had taken it. */
export const returnedStatus: EmailStatus = "bounced";
