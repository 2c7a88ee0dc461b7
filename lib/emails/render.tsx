import { render, toPlainText } from "@react-email/components";
import type { ReactNode } from "react";
import { mailSender, messageIdOf, type Letter } from "@/lib/mail/smtp";
import { env } from "@/lib/env";
import { linkToken } from "@/lib/token";
import type { EmailFacts } from "./facts";
import type { MessageProps } from "./messages/frame";
import { emailKindTable, firstKind, type EmailKind } from "./kinds";
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
import { amountInWords, deadlineInWords } from "@/lib/plain-words";

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

/**
 * Renders an email as it leaves: html and text from one source. With `hideSecrets`, as staff may see it: link and code
 * are masked.
 */
export async function writeLetter(facts: EmailFacts, { hideSecrets = false } = {}): Promise<Letter> {
  const { email, payout, organization } = facts;
  const { subject, Body } = messages[kindAsTold(facts)];
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

/**
 * To whoever has heard nothing yet, an email "once more" is the first news; a promise of an earlier one would look like
 * fraud.
 */
const kindAsTold = ({ email, invited }: EmailFacts): EmailKind =>
  emailKindTable[email.kind].invites && !invited ? firstKind : email.kind;

/** The page of one payout, for its recipient alone. */
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
    deadline: deadlineInWords(payout.expiresAt, organization.timeZone),
    link: hideSecrets ? `${linkStart()}(hidden)` : recipientLink(payout),
    code: hideSecrets ? "••••••" : oneTimeCode(env().LINK_KEY, payout.id, payout.linkVersion, email.ordinal),
    linkStart: linkStart(),
    // A lock is told once, a payment that failed by the number of its attempt.
    locked: email.ordinal === 0,
    aboutAccount: isAboutAccount(payout),
    beingChecked: isBeingChecked(payout),
  };
}
