import type { Metadata } from "next";
import { Card } from "@/app/_ui/card";
import { PageHeader } from "@/app/_ui/page-header";
import { requireUser } from "@/lib/web/auth";
import { payoutEmails } from "@/lib/emails/queries";
import { currentMoment } from "@/lib/moment";
import { formatMoney } from "@/lib/money";
import { listAttempts } from "@/lib/payments/queries";
import { payoutContradiction } from "@/lib/payments/contradiction";
import { getPayout, payoutOrigins } from "@/lib/payouts/queries";
import { payoutTimeline } from "@/lib/payouts/timeline";
import { organizationSettings } from "@/lib/settings/queries";
import { AnswersWarning } from "@/app/(portal)/_payouts/answers-warning";
import { PayoutActions } from "@/app/(portal)/_payouts/payout-actions";
import { PayoutStatusBadge } from "@/app/(portal)/_payouts/payout-status";
import { orNotFound } from "@/app/(portal)/_ui/or-not-found";
import { AttemptList } from "./_ui/attempt-list";
import { EmailList } from "./_ui/email-list";
import { PayoutFacts } from "./_ui/payout-facts";
import { ProblemNotice } from "./_ui/problem-notice";
import { Timeline } from "./_ui/timeline";
import { UnreachedNotice } from "./_ui/unreached-notice";

export const metadata: Metadata = { title: "Payout" };

export default async function PayoutPage({ params }: PageProps<"/payouts/[id]">) {
  const actor = await requireUser();
  const at = await currentMoment(actor);
  const payout = await orNotFound(getPayout(actor, (await params).id, at.now));
  const [origins, timeline, emails, attempts, contradiction, settings] = await Promise.all([
    payoutOrigins(actor, payout),
    payoutTimeline(actor, payout.id),
    payoutEmails(actor, payout.id),
    listAttempts(actor, payout.id),
    payoutContradiction(actor, payout.id),
    organizationSettings(actor),
  ]);
  return (
    <>
      <PageHeader
        title={
          <>
            {formatMoney(payout.amountMinor, payout.currency)} <span className="font-normal text-muted">to</span>{" "}
            {payout.recipientName}
          </>
        }
        description={
          <div className="flex flex-wrap gap-1.5">
            <PayoutStatusBadge status={payout.status} />
            <AnswersWarning payout={payout} limit={settings.verificationLimit} />
          </div>
        }
        actions={
          <PayoutActions actor={actor} payout={payout} at={at} settings={settings} attempts={attempts.at(-1)?.number} />
        }
      />
      <ProblemNotice
        actor={actor}
        payout={payout}
        contradiction={contradiction}
        replacedBy={origins.replacedBy}
        at={at}
        settings={settings}
      />
      <UnreachedNotice actor={actor} payout={payout} emails={emails} />
      <Card>
        <PayoutFacts payout={payout} origins={origins} at={at} settings={settings} />
      </Card>
      <AttemptList attempts={attempts} at={at} />
      <div className="mt-6 grid gap-6 *:min-w-0 lg:grid-cols-2">
        <Timeline events={timeline} at={at} />
        <EmailList actor={actor} emails={emails} at={at} />
      </div>
    </>
  );
}
