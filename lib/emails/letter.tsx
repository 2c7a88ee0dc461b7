import { render } from "@react-email/components";
import type { ReactNode } from "react";
import { mailSender, messageIdOf, type Letter } from "../email";
import { env } from "../env";
import { linkToken } from "../token";
import type { EmailFacts } from "./facts";
import type { MessageProps } from "./frame";
import type { EmailKind } from "./kinds";
import { PayoutCanceled, payoutCanceledSubject } from "./payout-canceled";
import { PayoutResent, payoutResentSubject } from "./payout-resent";
import { PayoutSent, payoutSentSubject } from "./payout-sent";
import { amountInWords, deadlineInWords } from "../plain-words";

type Message = { subject: (props: MessageProps) => string; Body: (props: MessageProps) => ReactNode };

const messages: Record<EmailKind, Message> = {
  payout_sent: { subject: payoutSentSubject, Body: PayoutSent },
  payout_resent: { subject: payoutResentSubject, Body: PayoutResent },
  payout_canceled: { subject: payoutCanceledSubject, Body: PayoutCanceled },
};

/** Renders an email as it leaves: html and text from one source. With `hideLink`, as staff may see it: the token is masked. */
export async function writeLetter(facts: EmailFacts, { hideLink = false } = {}): Promise<Letter> {
  const { email, payout, organization } = facts;
  const { subject, Body } = messages[email.kind];
  const props = messageProps(facts, hideLink ? `${linkStart()}(hidden)` : recipientLink(payout));
  const sender = mailSender();
  return {
    messageId: messageIdOf(email.id),
    from: { name: `${organization.name} via ${sender.name || "Meridian"}`, address: sender.address },
    replyTo: organization.supportEmail,
    to: { name: payout.recipientName, address: email.toEmail },
    subject: subject(props),
    html: await render(<Body {...props} />),
    text: await render(<Body {...props} />, { plainText: true, htmlToTextOptions: { selectors: [{ selector: "h1", options: { uppercase: false } }] } }),
  };
}

/** The page of one payout, for its recipient alone. */
export const recipientLink = ({ id, linkVersion }: EmailFacts["payout"]): string => linkStart() + linkToken(env().LINK_KEY, id, linkVersion);

const linkStart = () => `${env().PORTAL_URL}/redeem/`;

function messageProps({ payout, organization }: EmailFacts, link: string): MessageProps {
  return {
    recipientName: payout.recipientName,
    organizationName: organization.name,
    supportEmail: organization.supportEmail,
    amount: amountInWords(payout.amountMinor, payout.currency),
    reference: payout.reference,
    deadline: deadlineInWords(payout.expiresAt, organization.timeZone),
    link,
    linkStart: linkStart(),
  };
}
