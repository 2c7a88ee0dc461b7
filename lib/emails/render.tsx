import { render, toPlainText } from "@react-email/components";
import type { ReactNode } from "react";
import { mailSender, messageIdOf, type Letter } from "@/lib/mail/smtp";
import { env } from "@/lib/env";
import { linkToken } from "@/lib/token";
import type { EmailFacts } from "./facts";
import type { MessageProps } from "./messages/frame";
import { emailKindTable, bulkKind, type EmailKind } from "./kinds";
import {
  PayoutReminder,
  payoutReminderSubject,
  PayoutResent,
  payoutResentSubject,
  PayoutSent,
  payoutSentSubject,
} from "./messages/invitations";
import { PayoutCanceled, payoutCanceledSubject } from "./messages/payout-canceled";
import { PayoutCompleted, payoutCompletedSubject } from "./messages/payout-completed";
import { PayoutFailed, payoutFailedSubject } from "./messages/payout-failed";
import { VerificationCode, verificationCodeSubject } from "./messages/verification-code";
import { isAboutAccount, isBeingChecked } from "@/lib/payouts/failures";
import { oneTimeCode } from "@/lib/payouts/fields/verification";
import { amountInWords } from "@/lib/plain-words";
import { formatDeadline } from "@/lib/time";

type Message = { subject: (props: MessageProps) => string; Body: (props: MessageProps) => ReactNode };

const messages: Record<EmailKind, Message> = {
  payout_sent: { subject: payoutSentSubject, Body: PayoutSent },
  payout_resent: { subject: payoutResentSubject, Body: PayoutResent },
  payout_canceled: { subject: payoutCanceledSubject, Body: PayoutCanceled },
  payout_reminder: { subject: payoutReminderSubject, Body: PayoutReminder },
  payout_completed: { subject: payoutCompletedSubject, Body: PayoutCompleted },
  payout_failed: { subject: payoutFailedSubject, Body: PayoutFailed },
  verification_code: { subject: verificationCodeSubject, Body: VerificationCode },
};

/** Renders an email as HTML and as text. With `hideSecrets`, link and code are masked, for staff. */
export async function writeLetter(facts: EmailFacts, { hideSecrets = false } = {}): Promise<Letter> {
  const { email, payout, organization } = facts;
  const { subject, Body } = messages[kindToWrite(facts)];
  const props = messageProps(facts, hideSecrets);
  const sender = mailSender();
  const html = await render(<Body {...props} />);
  return {
    messageId: messageIdOf(email.id),
    from: { name: `${organization.name} via ${sender.name || "Meridian"}`, address: sender.address },
    replyTo: organization.supportEmail,
    to: { name: payout.recipientName, address: email.toEmail },
    subject: subject(props),
    html,
    text: toPlainText(html, { selectors: [{ selector: "h1", options: { uppercase: false } }] }),
  };
}

/** A recipient who got no email yet gets the first one, also for a resend: a reference to an earlier email looks like fraud. */
const kindToWrite = ({ email, invited }: EmailFacts): EmailKind =>
  emailKindTable[email.kind].invites && !invited ? bulkKind : email.kind;

/** The address of one payout's page, only for its recipient. */
export const recipientLink = ({ id, linkVersion }: EmailFacts["payout"]): string =>
  linkStart() + linkToken(env().LINK_KEY, id, linkVersion);

const linkStart = () => `${env().PORTAL_URL}/redeem/`;

function messageProps({ email, payout, organization }: EmailFacts, hideSecrets: boolean): MessageProps {
  return {
    recipientName: payout.recipientName,
    organizationName: organization.name,
    brandColor: organization.brandColor,
    supportEmail: organization.supportEmail,
    amount: amountInWords(payout.amountMinor, payout.currency),
    reference: payout.reference,
    deadline: formatDeadline(payout.expiresAt, organization.timeZone),
    link: hideSecrets ? `${linkStart()}(hidden)` : recipientLink(payout),
    code: hideSecrets ? "••••••" : oneTimeCode(env().LINK_KEY, payout.id, payout.linkVersion, email.ordinal),
    linkStart: linkStart(),
    // The email about a lock has the ordinal 0; one about a failed payment has the number of its attempt.
    locked: email.ordinal === 0,
    aboutAccount: isAboutAccount(payout),
    beingChecked: isBeingChecked(payout),
  };
}
