import { Icon } from "@/app/_ui/icon";
import type { Metadata, Route } from "next";
import { SoftLink } from "@/app/_ui/soft-link";
import { buttonStyle } from "@/app/_ui/button";
import { Notice } from "@/app/_ui/notice";
import { PageHeader } from "@/app/_ui/page-header";
import { requireAdmin } from "@/lib/web/auth";
import { emailKindTable } from "@/lib/emails/kinds";
import { emailStatusTable } from "@/lib/emails/status";
import { renderEmail, type RenderedEmail } from "@/lib/emails/queries";
import { currentMoment } from "@/lib/moment";
import { orNotFound } from "@/app/(portal)/_ui/or-not-found";
import { EmailStatusBadge } from "@/app/(portal)/admin/emails/_ui/email-status";
import { NoMailServer } from "@/app/(portal)/admin/emails/_ui/no-mail-server";
import { EmailFacts } from "./_ui/email-facts";
import { MessageView } from "./_ui/message-view";
import { NoteBounce } from "./_ui/note-bounce";

export const metadata: Metadata = { title: "Email" };

export default async function EmailPage({ params }: PageProps<"/admin/emails/[id]">) {
  const actor = await requireAdmin();
  const rendered = await orNotFound(renderEmail(actor, (await params).id));
  const { email, letter, link, withdrawn } = rendered;
  const { invites } = emailKindTable[email.kind];
  const masked = invites && link === null && !withdrawn;
  const at = await currentMoment(actor);
  return (
    <>
      <SoftLink
        href={"/admin/emails" as Route}
        className="mb-2 inline-block text-muted underline decoration-line underline-offset-2 hover:text-ink"
      >
        Email log
      </SoftLink>
      <PageHeader
        title={letter?.subject ?? emailKindTable[email.kind].label}
        description={
          <span className="flex flex-wrap items-center gap-2">
            <EmailStatusBadge status={email.status} /> {emailKindTable[email.kind].label} to {nameOf(rendered)}
          </span>
        }
        actions={
          <>
            {email.status === "sent" && <NoteBounce emailId={email.id} address={email.toEmail} />}
            {link && (
              <a href={link} target="_blank" rel="noreferrer" className={buttonStyle("secondary", "small")}>
                <Icon name="external-link" className="size-4" /> Open the recipient’s page
              </a>
            )}
          </>
        }
      />
      <div className="flex flex-col gap-4">
        {email.status === "queued" && <NoMailServer />}
        {email.lastError && (
          <Notice tone={emailStatusTable[email.status].tone === "danger" ? "danger" : "warning"}>
            {email.lastError}
          </Notice>
        )}
        {invites && withdrawn && (
          <Notice tone="neutral" title="The link in this email no longer works">
            The recipient’s email was changed later, and that created a new link.
          </Notice>
        )}
        <EmailFacts rendered={rendered} at={at} />
        {letter ? (
          <MessageView letter={letter} hidden={rendered.to === "user" ? "user" : masked ? "recipient" : null} />
        ) : (
          <Notice tone="neutral" title="The text of this email can no longer be shown">
            What it was about has been deleted, or the user has been deactivated. Texts of emails are not stored.
          </Notice>
        )}
      </div>
    </>
  );
}

const nameOf = (email: RenderedEmail): string => (email.to === "user" ? email.user.name : email.payout.recipientName);
