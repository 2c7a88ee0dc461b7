import type { Metadata } from "next";
import { cache } from "react";
import { Card } from "@/app/_ui/card";
import { PageHeader } from "@/app/_ui/page-header";
import { SoftLink } from "@/app/_ui/soft-link";
import { isAdmin, type UserActor } from "@/lib/actor";
import { requireUser } from "@/lib/web/auth";
import { payoutEmails } from "@/lib/emails/queries";
import { currentMoment } from "@/lib/moment";
import { formatMoney } from "@/lib/money";
import { listAttempts } from "@/lib/payments/queries";
import { payoutContradiction } from "@/lib/payments/contradiction";
import { answersWarning } from "@/lib/payouts/answers";
import { parseListView, type ListView } from "@/lib/payouts/list/view";
import { getPayout, payoutOrigins } from "@/lib/payouts/queries";
import { recipientHref } from "@/lib/payouts/recipients/links";
import { countRecentlyTo } from "@/lib/payouts/recipients/queries";
import { payoutTimeline } from "@/lib/payouts/timeline";
import { transitionTable } from "@/lib/payouts/transitions";
import { extraColumns } from "@/lib/payouts/extra/queries";
import { movedOut } from "@/lib/retention/queries";
import { organizationSettings } from "@/lib/settings/queries";
import { FollowUp } from "@/app/(portal)/_follow-up/follow-up";
import { AnswersWarning } from "@/app/(portal)/_payouts/answers-warning";
import { ActingOnPayouts } from "@/app/(portal)/_payouts/acting-on-payouts";
import { PayoutActions } from "@/app/(portal)/_payouts/payout-actions";
import { payoutDefaults, payoutSubject } from "@/app/(portal)/_payouts/payout-subject";
import { PayoutStatusBadge } from "@/app/(portal)/_payouts/payout-status";
import { orNotFound } from "@/app/(portal)/_ui/or-not-found";
import { AttemptList } from "./_ui/attempt-list";
import { ListNavigation } from "./_ui/list-navigation";
import { EmailList } from "./_ui/email-list";
import { PayoutFacts } from "./_ui/payout-facts";
import { ProblemNotice } from "./_ui/problem-notice";
import { RecentlyPaidNotice } from "./_ui/recently-paid-notice";
import { Timeline } from "./_ui/timeline";
import { UnreachedNotice } from "./_ui/unreached-notice";

type Props = PageProps<"/payouts/[id]">;

/** Read once for the title and for the page. */
const load = cache(async (actor: UserActor, id: string) => {
  const at = await currentMoment(actor);
  return { at, payout: await orNotFound(getPayout(actor, id, at.now)) };
});

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { payout } = await load(await requireUser(), (await params).id);
  return { title: `${formatMoney(payout.amountMinor, payout.currency)} to ${payout.recipientName}` };
}

export default async function PayoutPage({ params, searchParams }: Props) {
  const actor = await requireUser();
  const { at, payout } = await load(actor, (await params).id);
  const asked = parseListView(await searchParams);
  const list = asked.ok ? asked.value : null;
  const [origins, timeline, emails, attempts, contradiction, settings, moved, recent, columns] = await Promise.all([
    payoutOrigins(actor, payout),
    payoutTimeline(actor, payout.id),
    payoutEmails(actor, payout.id),
    listAttempts(actor, payout.id),
    payoutContradiction(actor, payout.id),
    organizationSettings(actor),
    movedOut(actor),
    countRecentlyTo(actor, payout.id, at),
    payout.extra === null && list?.filter.x === undefined ? [] : extraColumns(actor),
  ]);
  const old = moved && payout.createdAt < moved.before ? moved.at : null;
  return (
    <ActingOnPayouts defaults={payoutDefaults(at, settings)}>
      <ListNavigation {...{ actor, payout, list, columns, at }} batchName={batchNameOf(list, origins.batch)} />
      <PageHeader
        title={
          <>
            {formatMoney(payout.amountMinor, payout.currency)} <span className="font-normal text-muted">to</span>{" "}
            <SoftLink href={recipientHref(payout.id)} className="underline decoration-line underline-offset-4">
              <bdi>{payout.recipientName}</bdi>
            </SoftLink>
          </>
        }
        description={
          <div className="flex flex-wrap gap-1.5">
            <PayoutStatusBadge status={payout.status} />
            <AnswersWarning warning={answersWarning(payout, settings.verificationLimit)} />
          </div>
        }
        actions={
          <PayoutActions subject={payoutSubject(actor, payout, at, settings, attempts.at(-1)?.number)} ownPage />
        }
      />
      <ProblemNotice
        actor={actor}
        payout={payout}
        contradiction={contradiction}
        replacedBy={origins.replacedBy}
        canceled={timeline.findLast(({ name }) => name === transitionTable.cancel.event) ?? null}
        at={at}
        settings={settings}
      />
      <RecentlyPaidNotice payoutId={payout.id} recent={recent} />
      <UnreachedNotice actor={actor} payout={payout} emails={emails} />
      <Card>
        <PayoutFacts
          payout={payout}
          origins={origins}
          at={at}
          settings={settings}
          admin={isAdmin(actor)}
          columns={columns}
        />
      </Card>
      <FollowUp actor={actor} subject={{ kind: "payout", id: payout.id }} record={payout} at={at} />
      <AttemptList attempts={attempts} at={at} />
      <div className="mt-6 grid gap-6 *:min-w-0 lg:grid-cols-2">
        <Timeline actor={actor} payoutId={payout.id} events={timeline} movedAt={old} at={at} />
        <EmailList actor={actor} emails={emails} movedAt={old} at={at} />
      </div>
    </ActingOnPayouts>
  );
}

/** The file behind a list of one batch, which is the batch of each payout in it. */
const batchNameOf = (list: ListView | null, batch: { fileName: string } | null): string | undefined =>
  list?.filter.batch === undefined ? undefined : batch?.fileName;
