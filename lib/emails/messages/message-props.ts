import type { OrganizationFacts } from "@/lib/emails/facts";
import { env } from "@/lib/env";
import type { Language } from "@/lib/recipient-words/languages";
import { amountIn, deadlineIn } from "@/lib/recipient-words/formats";
import { recipientWords } from "@/lib/recipient-words/table";
import { inOwnWords } from "@/lib/settings/own-words";
import type { MessageProps } from "./frame";
import { senderOf } from "./sender";

/** What a message says of a payout, in any language. Amounts are in minor units. */
type About = Pick<MessageProps, "link" | "code" | "locked" | "aboutAccount" | "beingChecked"> & {
  payout: { recipientName: string; reference: string; amountMinor: bigint; currency: string };
  expiresAt: Date;
};

export const linkStart = () => `${env().PORTAL_URL}/redeem/`;

/** The values of a message in a language: its words, and the facts as they are written in it. */
export function messageProps(organization: OrganizationFacts, language: Language, about: About): MessageProps {
  const { payout, expiresAt, ...rest } = about;
  const sender = senderOf(organization);
  const facts = {
    organization: sender.organization,
    name: payout.recipientName,
    amount: amountIn(language, payout.amountMinor, payout.currency),
  };
  return {
    ...sender,
    ...facts,
    ...rest,
    language,
    words: recipientWords[language].emails,
    ownSubject: inOwnWords(organization, "subject", language, facts),
    ownGreeting: inOwnWords(organization, "greeting", language, facts),
    supportEmail: organization.supportEmail,
    reference: payout.reference,
    deadline: deadlineIn(language, expiresAt, organization.timeZone),
    linkStart: linkStart(),
  };
}
