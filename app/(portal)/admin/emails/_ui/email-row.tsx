import type { Route } from "next";
import { SoftLink } from "@/app/_ui/soft-link";
import { EmailAddress } from "@/app/_ui/email-address";
import { Row, RowLink, Td } from "@/app/_ui/table";
import { Timestamp } from "@/app/_ui/timestamp";
import { emailKindTable } from "@/lib/emails/kinds";
import type { LoggedEmail } from "@/lib/emails/queries";
import type { At } from "@/lib/moment";
import { recipientHref } from "@/lib/payouts/recipients/links";
import { EmailStatusBadge } from "./email-status";

/** One email. The row links to the message, the reference links to the payout, where there is one. */
export function EmailRow({ email, at }: { email: LoggedEmail; at: At }) {
  const kind = emailKindTable[email.kind].label;
  return (
    <Row>
      <Td>
        <RowLink href={`/admin/emails/${email.id}` as Route}>{email.recipientName}</RowLink>
        <div data-copy="" className="text-sm text-muted">
          {email.payoutId === null ? (
            <EmailAddress>{email.toEmail}</EmailAddress>
          ) : (
            <SoftLink href={recipientHref(email.payoutId)} className="recipient-link relative">
              <EmailAddress>{email.toEmail}</EmailAddress>
            </SoftLink>
          )}
        </div>
        <div className="text-sm text-muted @2xl:hidden">{kind}</div>
      </Td>
      <Td from="tablet">{kind}</Td>
      <Td from="desktop">
        {email.payoutId === null ? (
          <span className="text-muted">None: to a user</span>
        ) : (
          <SoftLink
            data-copy=""
            href={`/payouts/${email.payoutId}` as Route}
            className="relative underline decoration-line underline-offset-2 hover:decoration-current"
          >
            {email.reference}
          </SoftLink>
        )}
      </Td>
      <Td>
        <EmailStatusBadge status={email.status} />
        {email.lastError && <div className="mt-1 text-sm text-muted">{email.lastError}</div>}
      </Td>
      <Td from="tablet">
        <Timestamp at={email.queuedAt} {...at} />
      </Td>
      <Td from="desktop">
        {email.sentAt ? <Timestamp at={email.sentAt} {...at} /> : <span className="text-muted">Not yet</span>}
      </Td>
      <Td from="wide" right>
        {email.attempts}
      </Td>
    </Row>
  );
}
