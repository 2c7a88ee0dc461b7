import { Timestamp } from "@/app/_ui/timestamp";
import type { UserActor } from "@/lib/actor";
import { emailKindTable } from "@/lib/emails/kinds";
import type { LatestEmails } from "@/lib/emails/latest";
import { recipientProgress } from "@/lib/dashboard/progress";
import { emailStatusTable } from "@/lib/emails/status";
import type { At } from "@/lib/moment";
import type { Payout } from "@/lib/payouts/queries";
import { may } from "@/lib/payouts/transitions";
import type { Settings } from "@/lib/settings/fields";
import { AnswersWarning } from "./answers-warning";
import { ChangeEmailButton } from "./_actions/change-email-button";
import { payoutSubject } from "./payout-subject";

type ProgressProps = {
  actor: UserActor;
  payout: Payout;
  emails: LatestEmails | null;
  at: At;
  settings: Settings;
};

/**
 * How far the recipient of a payout that waits for them has got. Where the email did not reach them, the way to change
 * the address stands right there, before every other action.
 */
export function Progress({ actor, payout, emails, at, settings }: ProgressProps) {
  const { label, meaning, alarming } = recipientProgress(payout, emails?.reach ?? null);
  return (
    <>
      <div title={meaning} className={alarming ? "text-danger" : "text-muted"}>
        {label}
      </div>
      {alarming && may(actor, "readdress", payout) && (
        <div className="relative my-1">
          <ChangeEmailButton subject={payoutSubject(payout, at, settings)} />
        </div>
      )}
      <AnswersWarning payout={payout} limit={settings.verificationLimit} />
    </>
  );
}

/** When the recipient was last emailed, and what became of that email. */
export function LastEmail({ emails, at }: { emails: LatestEmails | null; at: At }) {
  const email = emails?.latest;
  if (!email) return <span className="text-muted">Never</span>;
  const { label, tone, meaning } = emailStatusTable[email.status];
  return (
    <>
      <Timestamp at={email.at} {...at} />
      <div
        title={`${emailKindTable[email.kind].label}. ${meaning}`}
        className={`text-sm ${tone === "danger" ? "text-danger" : "text-muted"}`}
      >
        {email.kind === "payout_resent" ? `Resent · ${label}` : label}
      </div>
    </>
  );
}
