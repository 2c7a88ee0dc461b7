import type { Route } from "next";
import { SoftLink } from "@/app/_ui/soft-link";
import { Card, Fact, Facts } from "@/app/_ui/card";
import { ExactTimestamp } from "@/app/_ui/timestamp";
import { languageOf, type RecipientFacts } from "@/lib/emails/facts";
import { languageTable } from "@/lib/recipient-words/languages";
import { mailConfigured } from "@/lib/mail/smtp";
import type { RenderedEmail } from "@/lib/emails/queries";
import { CopyButton } from "@/app/(portal)/_copy/copy-button";
import { recipientHref } from "@/lib/payouts/recipients/links";
import type { At } from "@/lib/moment";

const mailbox = ({ name, address }: { name: string; address: string }) => `${name} <${address}>`;

/** Sender, recipient and delivery of a message. */
export function EmailFacts({ rendered, at }: { rendered: RenderedEmail; at: At }) {
  const { email, letter } = rendered;
  const to = letter ? mailbox(letter.to) : email.toEmail;
  const waits = email.status === "queued" && mailConfigured();
  return (
    <Card>
      <Facts>
        <Fact label="To">
          {rendered.to === "recipient" ? (
            <SoftLink href={recipientHref(rendered.payout.id)} className="recipient-link">
              {to}
            </SoftLink>
          ) : (
            to
          )}
          <CopyButton what="the address" text={email.toEmail} />
        </Fact>
        {letter && (
          <>
            <Fact label="From">{mailbox(letter.from)}</Fact>
            <Fact label="Replies go to">{letter.replyTo}</Fact>
          </>
        )}
        {rendered.to === "recipient" && <OfPayout payout={rendered.payout} />}
        <Fact label="Queued">
          <ExactTimestamp at={email.queuedAt} {...at} />
        </Fact>
        <Fact label="Sent">
          {email.sentAt ? <ExactTimestamp at={email.sentAt} {...at} /> : <span className="text-muted">Not yet</span>}
        </Fact>
        {rendered.to === "recipient" && <Fact label="Language">{languageWords(rendered)}</Fact>}
        <Fact label="Tries">{email.attempts}</Fact>
        {waits && email.attempts > 0 && (
          <Fact label="Next try">
            <ExactTimestamp at={email.nextAttemptAt} {...at} />
          </Fact>
        )}
        {letter && (
          <Fact label="Message-ID">
            <code className="text-sm">{letter.messageId}</code>
            <CopyButton what="the Message-ID" text={letter.messageId} />
          </Fact>
        )}
      </Facts>
    </Card>
  );
}

/** The message is written anew for the log, and says in which language that is. */
function languageWords(facts: RecipientFacts): string {
  const { label } = languageTable[languageOf(facts)];
  if (facts.email.language !== null) return label;
  return facts.email.sentAt
    ? `${label}, as it would be written now. In which language it was sent is not known.`
    : `${label}, as it would be written now`;
}

const OfPayout = ({ payout: { id, reference } }: { payout: { id: string; reference: string } }) => (
  <Fact label="Payout">
    <SoftLink
      href={`/payouts/${id}` as Route}
      className="break-all underline decoration-line underline-offset-2 hover:decoration-current"
    >
      {reference}
    </SoftLink>
    <CopyButton what="the reference" text={reference} />
  </Fact>
);
