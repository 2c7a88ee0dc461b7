/**
 * How far the recipient of a payout that still waits has got, as its row says it too (`recipientProgress` in
 * lib/dashboard/progress.ts). A recipient who opened the link has got the email, whatever became of a later one.
 */
export const evidences = ["never_opened", "opened", "bounced"] as const;
export type Evidence = (typeof evidences)[number];

export const evidenceTable: Record<Evidence, { label: string; meaning: string }> = {
  never_opened: {
    label: "Never opened",
    meaning: "The recipient has not opened the link yet, and no email is known to have failed.",
  },
  opened: {
    label: "Opened, not finished",
    meaning: "The recipient opened the link, and has not chosen how to be paid yet.",
  },
  bounced: {
    label: "Bounced",
    meaning: "The recipient has not opened the link, and the last email came back or could not be sent.",
  },
};
