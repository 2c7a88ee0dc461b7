import Link from "next/link";
import { Notice } from "@/app/_ui/notice";
import { Timestamp } from "@/app/_ui/timestamp";
import { isAdmin, type UserActor } from "@/lib/actor";
import { emailsHref } from "@/lib/emails/filter";
import { mailOutage } from "@/lib/emails/outage";
import { owedStatus } from "@/lib/emails/status";
import type { At } from "@/lib/moment";

/**
 * That the mail server takes nothing, why, and who can mend it: nobody would notice otherwise until recipients ask.
 * Nothing while emails leave.
 */
export async function MailOutageNotice({ actor, at }: { actor: UserActor; at: At }) {
  const outage = await mailOutage(actor);
  if (!outage) return null;
  return (
    <div className="mb-4">
      <Notice tone="warning" title="Emails are not leaving">
        <p className="break-words">
          {outage.why} The longest waits since <Timestamp at={outage.since} {...at} />.
        </p>
        <p className="mt-1">
          None is lost: they leave by themselves once the mail server takes them. Whoever hosts Meridian can mend it.{" "}
          {isAdmin(actor) && (
            <Link href={emailsHref({ status: owedStatus })} className="font-medium underline underline-offset-2">
              See the emails that wait
            </Link>
          )}
        </p>
      </Notice>
    </div>
  );
}
