import type { Payout } from "@/lib/payouts/queries";
import type { EmailStatus } from "@/lib/emails/status";

type Progress = {
  label: string;
  meaning: string;
  /** Somebody has to do something about it. */
  alarming: boolean;
};

/** Where the email itself never got to the recipient. */
const lost: Partial<Record<EmailStatus, Progress>> = {
  bounced: {
    label: "Email bounced",
    meaning: "The email came back. Check the address with the recipient.",
    alarming: true,
  },
  failed: {
    label: "Email refused",
    meaning:
      "The mail server did not take the last email, and it will not be tried again. " +
      "Check the address with the recipient.",
    alarming: true,
  },
};

const unopened: Progress = {
  label: "Never opened",
  meaning: "The recipient has not opened the link yet.",
  alarming: false,
};

/**
 * How far a recipient has got with a payout that waits for them. A recipient who opened the link has got the email,
 * whatever became of later ones.
 * @param reach what became of the email that tells whether their address is reached
 */
export function recipientProgress(
  { openedAt, verifiedAt }: Pick<Payout, "openedAt" | "verifiedAt">,
  reach: EmailStatus | null,
): Progress {
  if (verifiedAt)
    return {
      label: "Verified, not finished",
      meaning: "The recipient proved who they are, and has not chosen how to be paid yet.",
      alarming: false,
    };
  if (openedAt)
    return {
      label: "Opened, not finished",
      meaning: "The recipient opened the link, and has not proved who they are yet.",
      alarming: false,
    };
  return (reach && lost[reach]) ?? unopened;
}
