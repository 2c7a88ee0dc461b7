import type { Route } from "next";
import { SoftLink } from "@/app/_ui/soft-link";
import { Badge } from "@/app/_ui/badge";
import { Card } from "@/app/_ui/card";
import { EmptyState } from "@/app/_ui/empty-state";
import { ExactTimestamp } from "@/app/_ui/timestamp";
import { isAdmin, type UserActor } from "@/lib/actor";
import { emailKindTable, type EmailKind } from "@/lib/emails/kinds";
import type { Email } from "@/lib/emails/queries";
import { emailStatusTable } from "@/lib/emails/status";
import type { At } from "@/lib/moment";
import { formatDay, stampZoneOf } from "@/lib/time";

type Props = {
  actor: UserActor;
  emails: readonly Email[];
  /** When emails of this time were moved to the archive; null for a payout that is younger. */
  movedAt: Date | null;
  at: At;
  /** The references of the payouts, by id, where the emails are about several. */
  about?: ReadonlyMap<string, string>;
};

/** Emails about a payout, or about several, newest first; admins can open each one as the recipient sees it. */
export function EmailList({ actor, emails, movedAt, at, about }: Props) {
  const first: EmailKind = "payout_sent";
  const older = movedAt !== null && !emails.some(({ kind }) => kind === first) ? movedAt : null;
  return (
    <section aria-labelledby="emails">
      <h2 id="emails" className="mb-2.5 font-semibold">
        Emails
      </h2>
      <Card>
        {emails.length === 0 && older === null && <EmptyState title="No email yet" />}
        <ol>
          {emails.toReversed().map((email) => (
            <li key={email.id} className="border-b border-line px-4 py-3 last:border-b-0">
              <p className="flex flex-wrap items-center justify-between gap-2 font-medium">
                {isAdmin(actor) ? (
                  <SoftLink href={`/admin/emails/${email.id}` as Route} className="underline underline-offset-2">
                    {emailKindTable[email.kind].label}
                  </SoftLink>
                ) : (
                  emailKindTable[email.kind].label
                )}
                <Badge tone={emailStatusTable[email.status].tone} title={emailStatusTable[email.status].meaning}>
                  {emailStatusTable[email.status].label}
                </Badge>
              </p>
              {email.lastError && (
                <p
                  className={`break-words ${emailStatusTable[email.status].tone === "danger" ? "text-danger" : "text-muted"}`}
                >
                  {email.lastError}
                </p>
              )}
              <p className="text-sm break-words text-muted">
                {about && email.payoutId !== null && (
                  <>
                    <SoftLink href={`/payouts/${email.payoutId}` as Route} className="underline underline-offset-2">
                      {about.get(email.payoutId)}
                    </SoftLink>{" "}
                    ·{" "}
                  </>
                )}
                to {email.toEmail} · <ExactTimestamp at={email.sentAt ?? email.queuedAt} {...at} />
              </p>
            </li>
          ))}
        </ol>
        {older && (
          <p className="px-4 py-3 text-muted">
            Older emails were moved to the archive on {formatDay(older, stampZoneOf(at))}.
          </p>
        )}
      </Card>
    </section>
  );
}
