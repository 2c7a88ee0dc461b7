import type { OrganizationFacts } from "@/lib/emails/facts";
import { env } from "@/lib/env";
import { samplePayout } from "@/lib/payouts/sample";
import { amountInWords } from "@/lib/plain-words";
import { formatDeadline } from "@/lib/time";
import type { MessageProps } from "./frame";
import { senderOf } from "./sender";

/** The values of a message about a made-up payout. Its link leads to no money. */
export function sampleMessage(organization: OrganizationFacts, expiresAt: Date): MessageProps {
  const linkStart = `${env().PORTAL_URL}/redeem/`;
  return {
    ...senderOf(organization),
    supportEmail: organization.supportEmail,
    recipientName: samplePayout.recipientName,
    amount: amountInWords(samplePayout.amountMinor, samplePayout.currency),
    reference: samplePayout.reference,
    deadline: formatDeadline(expiresAt, organization.timeZone),
    link: `${linkStart}sample`,
    linkStart,
    code: "000000",
    locked: false,
    aboutAccount: false,
    beingChecked: false,
  };
}
