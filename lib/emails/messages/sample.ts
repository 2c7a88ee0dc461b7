import type { OrganizationFacts } from "@/lib/emails/facts";
import type { Language } from "@/lib/recipient-words/languages";
import { samplePayout } from "@/lib/payouts/sample";
import type { MessageProps } from "./frame";
import { linkStart, messageProps } from "./message-props";

/** The values of a message about a made-up payout. Its link leads to no money. */
export const sampleMessage = (organization: OrganizationFacts, language: Language, expiresAt: Date): MessageProps =>
  messageProps(organization, language, {
    payout: samplePayout,
    expiresAt,
    link: `${linkStart()}sample`,
    code: "000000",
    locked: false,
    aboutAccount: false,
    beingChecked: false,
  });
