import { plainTextSelectors, render } from "@react-email/components";
import { compile } from "html-to-text";
import type { ReactNode } from "react";
import { mailSender, messageIdOf, type Letter } from "@/lib/mail/smtp";
import { env } from "@/lib/env";
import type { Language } from "@/lib/recipient-words/languages";
import { linkToken } from "@/lib/token";
import { languageOf, type EmailFacts, type OrganizationFacts, type RecipientFacts, type UserFacts } from "./facts";
import type { MessageProps } from "./messages/frame";
import { emailKindTable, bulkKind, type RecipientEmailKind } from "./kinds";
import {
  PayoutReminder,
  payoutReminderSubject,
  PayoutResent,
  payoutResentSubject,
  PayoutSent,
  payoutSentSubject,
} from "./messages/invitations";
import { PayoutCanceled, payoutCanceledSubject } from "./messages/payout-canceled";
import { linkStart, messageProps } from "./messages/message-props";
import { sampleMessage } from "./messages/sample";
import { PayoutCompleted, payoutCompletedSubject } from "./messages/payout-completed";
import { PayoutFailed, payoutFailedSubject } from "./messages/payout-failed";
import { VerificationCode, verificationCodeSubject } from "./messages/verification-code";
import { isAboutAccount, isBeingChecked } from "@/lib/payouts/failures";
import { userMessages } from "./to-users/messages";
import { samplePayout } from "@/lib/payouts/sample";
import { oneTimeCode } from "@/lib/payouts/fields/verification";

type Message = { subject: (props: MessageProps) => string; Body: (props: MessageProps) => ReactNode };

const messages: Record<RecipientEmailKind, Message> = {
  payout_sent: { subject: payoutSentSubject, Body: PayoutSent },
  payout_resent: { subject: payoutResentSubject, Body: PayoutResent },
  payout_canceled: { subject: payoutCanceledSubject, Body: PayoutCanceled },
  payout_reminder: { subject: payoutReminderSubject, Body: PayoutReminder },
  payout_completed: { subject: payoutCompletedSubject, Body: PayoutCompleted },
  payout_failed: { subject: payoutFailedSubject, Body: PayoutFailed },
  verification_code: { subject: verificationCodeSubject, Body: VerificationCode },
};

/**
 * Renders an email as HTML and as text. With `hideSecrets`, link and code are masked, for the log.
 * @returns null when what an email to a user is about does not exist any more
 */
export function writeLetter(facts: RecipientFacts, options?: { hideSecrets: boolean }): Promise<Letter>;
export function writeLetter(facts: EmailFacts, options?: { hideSecrets: boolean }): Promise<Letter | null>;
export async function writeLetter(facts: EmailFacts, { hideSecrets } = { hideSecrets: false }): Promise<Letter | null> {
  return facts.to === "user" ? letterToUser(facts, hideSecrets) : letterToRecipient(facts, hideSecrets);
}

type Sample = { kind: RecipientEmailKind; language: Language; expiresAt: Date };

/** An email about a made-up payout, as it would be with these settings: written by what writes the real one, and sent to nobody. */
export function sampleLetter(organization: OrganizationFacts, { kind, language, expiresAt }: Sample): Promise<Letter> {
  const { subject, Body } = messages[kind];
  const props = sampleMessage(organization, language, expiresAt);
  const email = { id: "sample", toEmail: samplePayout.recipientEmail };
  return letterOf({ email, organization }, props.name, subject(props), <Body {...props} />);
}

async function letterToRecipient(facts: RecipientFacts, hideSecrets: boolean): Promise<Letter> {
  const { subject, Body } = messages[kindToWrite(facts)];
  const props = propsOf(facts, hideSecrets);
  return letterOf(facts, facts.payout.recipientName, subject(props), <Body {...props} />);
}

async function letterToUser(facts: UserFacts, hideSecrets: boolean): Promise<Letter | null> {
  const message = await userMessages[facts.email.kind].write(facts, hideSecrets);
  if (!message) return null;
  const { subject, body, stopHref } = message;
  const letter = await letterOf(facts, facts.user.name, subject, body);
  return { ...letter, stopHref };
}

/** Made once, because the selectors take longer to read than a letter. */
const plainText = compile({
  wordwrap: false,
  selectors: [...plainTextSelectors, { selector: "h1", options: { uppercase: false } }],
});

type Addressed = {
  email: Pick<EmailFacts["email"], "id" | "toEmail">;
  organization: Pick<OrganizationFacts, "name" | "supportEmail" | "replyTo">;
};

async function letterOf(
  { email, organization }: Addressed,
  name: string,
  subject: string,
  body: ReactNode,
): Promise<Letter> {
  const sender = mailSender();
  const html = await render(body);
  return {
    messageId: messageIdOf(email.id),
    from: { name: `${organization.name} via ${sender.name || "Meridian"}`, address: sender.address },
    replyTo: organization.replyTo ?? organization.supportEmail,
    to: { name, address: email.toEmail },
    subject,
    html,
    text: plainText(html),
  };
}

/** A recipient who got no email yet gets the first one, also for a resend: a reference to an earlier email looks like fraud. */
const kindToWrite = ({ email, invited }: RecipientFacts): RecipientEmailKind =>
  emailKindTable[email.kind].invites && !invited ? bulkKind : email.kind;

/** The address of one payout's page, only for its recipient. */
export const recipientLink = (payout: RecipientFacts["payout"]): string =>
  linkStart() + linkToken(env().LINK_KEY, payout);

const propsOf = (facts: RecipientFacts, hideSecrets: boolean): MessageProps => {
  const { email, payout, organization } = facts;
  return messageProps(organization, languageOf(facts), {
    payout,
    expiresAt: payout.expiresAt,
    link: hideSecrets ? `${linkStart()}(hidden)` : recipientLink(payout),
    code: hideSecrets ? "••••••" : oneTimeCode(env().LINK_KEY, payout.id, payout.linkVersion, email.ordinal),
    // The email about a lock has the ordinal 0; one about a failed payment has the number of its attempt.
    locked: email.ordinal === 0,
    aboutAccount: isAboutAccount(payout),
    beingChecked: isBeingChecked(payout),
  });
};
