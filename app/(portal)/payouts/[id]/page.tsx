import type { Metadata } from "next";
import { Card } from "@/app/_ui/card";
import { PageHeader } from "@/app/_ui/page-header";
import { requireUser } from "@/lib/auth";
import { payoutEmails } from "@/lib/emails/queries";
import { currentMoment } from "@/lib/moment";
import { formatMoney } from "@/lib/money";
import { payoutOrigins } from "@/lib/payouts/queries";
import { payoutTimeline } from "@/lib/payouts/timeline";
import { PayoutActions } from "../../_ui/payout-actions";
import { PayoutStatusBadge } from "../../_ui/payout-status";
import { EmailList } from "./_ui/email-list";
import { findPayout } from "./_ui/find-payout";
import { PayoutFacts } from "./_ui/payout-facts";
import { StandingNotice } from "./_ui/standing-notice";
import { Timeline } from "./_ui/timeline";

export const metadata: Metadata = { title: "Payout" };

export default async function PayoutPage({ params }: PageProps<"/payouts/[id]">) {
  const actor = await requireUser();
  const at = await currentMoment(actor);
  const payout = await findPayout(actor, (await params).id, at);
  const [origins, timeline, emails] = await Promise.all([payoutOrigins(actor, payout), payoutTimeline(actor, payout.id), payoutEmails(actor, payout.id)]);
  return (
    <>
      <PageHeader
        title={
          <>
            {formatMoney(payout.amountMinor, payout.currency)} <span className="font-normal text-muted">to</span> {payout.recipientName}
          </>
        }
        description={<PayoutStatusBadge status={payout.status} />}
        actions={<PayoutActions actor={actor} payout={payout} now={at.now} />}
      />
      <StandingNotice actor={actor} payout={payout} replacedBy={origins.replacedBy} />
      <Card>
        <PayoutFacts payout={payout} origins={origins} at={at} />
      </Card>
      <div className="mt-6 grid gap-6 lg:grid-cols-2">
        <Timeline events={timeline} at={at} />
        <EmailList actor={actor} emails={emails} at={at} />
      </div>
    </>
  );
}
