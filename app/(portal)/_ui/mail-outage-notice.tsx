import { SoftLink } from "@/app/_ui/soft-link";
import { Notice } from "@/app/_ui/notice";
import { Timestamp } from "@/app/_ui/timestamp";
import { isAdmin, type UserActor } from "@/lib/actor";
import { emailsHref } from "@/lib/emails/filter";
import type { MailOutage } from "@/lib/emails/outage";
import type { At } from "@/lib/moment";

type Props = { outage: MailOutage | null; actor: UserActor; at: At };

/** Warns that the mail server accepts no email, and says why and who can repair it. Renders nothing while emails are sent. */
export function MailOutageNotice({ outage, actor, at }: Props) {
  if (!outage) return null;
  return (
    <div className="mb-4">
      <Notice tone="warning" title="Emails are not being sent">
        <p className="break-words">
          {outage.why} The oldest email has been waiting since <Timestamp at={outage.since} {...at} />.
        </p>
        <p className="mt-1">
          No email is lost: all are sent automatically once the mail server works again. Contact the people who run
          Meridian for you.{" "}
          {isAdmin(actor) && (
            <SoftLink href={emailsHref({ status: "queued" })} className="font-medium underline underline-offset-2">
              See the waiting emails
            </SoftLink>
          )}
        </p>
      </Notice>
    </div>
  );
}
