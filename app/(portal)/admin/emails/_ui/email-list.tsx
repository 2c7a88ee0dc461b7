import { Card } from "@/app/_ui/card";
import { EmptyState } from "@/app/_ui/empty-state";
import { Pager } from "@/app/_ui/pager";
import { Table, Th } from "@/app/_ui/table";
import { emailsHref, type EmailFilter } from "@/lib/emails/filter";
import type { EmailPage } from "@/lib/emails/queries";
import type { At } from "@/lib/moment";
import { NoMatch } from "@/app/(portal)/_ui/no-match";
import { EmailRow } from "./email-row";

/** One page of emails, or what to do where there are none. */
export function EmailList({ filter, found, at }: { filter: EmailFilter; found: EmailPage; at: At }) {
  if (found.rows.length === 0)
    return <NoEmails filtered={Object.values(filter).some((value) => value !== undefined)} />;
  return (
    <Card>
      <Table
        caption="Emails, the latest first"
        head={
          <>
            <Th>Recipient</Th>
            <Th from="tablet" className="w-36">
              Message
            </Th>
            <Th from="desktop" className="w-40">
              Payout
            </Th>
            <Th className="w-28 @2xl:w-44 @5xl:w-56">Status</Th>
            <Th from="tablet" className="w-32">
              Queued
            </Th>
            <Th from="desktop" className="w-32">
              Sent
            </Th>
            <Th from="wide" right className="w-20">
              Tries
            </Th>
          </>
        }
      >
        {found.rows.map((email) => (
          <EmailRow key={email.id} email={email} at={at} />
        ))}
      </Table>
      <Pager
        previous={found.previous ? emailsHref(filter, { before: found.previous }) : null}
        next={found.next ? emailsHref(filter, { after: found.next }) : null}
      />
    </Card>
  );
}

function NoEmails({ filtered }: { filtered: boolean }) {
  return (
    <Card>
      {filtered ? (
        <NoMatch one="email" all={emailsHref({})} />
      ) : (
        <EmptyState title="No emails yet">
          An email is queued for each payout that is created, resent or canceled.
        </EmptyState>
      )}
    </Card>
  );
}
