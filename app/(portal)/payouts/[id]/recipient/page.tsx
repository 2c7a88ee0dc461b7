import type { Metadata } from "next";
import { cache } from "react";
import { buttonStyle } from "@/app/_ui/button";
import { EmailAddress } from "@/app/_ui/email-address";
import { PageHeader } from "@/app/_ui/page-header";
import { SoftLink } from "@/app/_ui/soft-link";
import { isAdmin, type UserActor } from "@/lib/actor";
import { latestEventId } from "@/lib/audit/queries";
import { emailsHref } from "@/lib/emails/filter";
import { latestEmailsAbout } from "@/lib/emails/queries";
import { currentMoment } from "@/lib/moment";
import { payoutsExportHref, payoutsHref } from "@/lib/payouts/list/filter";
import { getPayout, listPayouts, type PayoutListTotal } from "@/lib/payouts/queries";
import { countRecentlyTo, recipientTotals } from "@/lib/payouts/recipients/queries";
import { movedOut } from "@/lib/retention/queries";
import { organizationSettings } from "@/lib/settings/queries";
import { extraColumns } from "@/lib/payouts/extra/queries";
import { listLook } from "@/lib/views/look/queries";
import { requireUser } from "@/lib/web/auth";
import { CopyButton } from "@/app/(portal)/_copy/copy-button";
import { ExportLink } from "@/app/(portal)/_export/export-link";
import { Following } from "@/app/(portal)/_following/following";
import { orNotFound } from "@/app/(portal)/_ui/or-not-found";
import { ListTotal } from "@/app/(portal)/_ui/list-total";
import { PayoutList } from "@/app/(portal)/payouts/_ui/payout-list";
import { EmailList } from "@/app/(portal)/payouts/[id]/_ui/email-list";
import { RecentlyPaidNotice } from "@/app/(portal)/payouts/[id]/_ui/recently-paid-notice";
import { Failures } from "./_ui/failures";
import { Totals } from "./_ui/totals";

type Props = PageProps<"/payouts/[id]/recipient">;

const payoutsShown = 20;
const failuresShown = 5;
const emailsShown = 30;

/** Read once for the title and for the page. */
const load = cache(async (actor: UserActor, id: string) => {
  const at = await currentMoment(actor);
  return { at, payout: await orNotFound(getPayout(actor, id, at.now)) };
});

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { payout } = await load(await requireUser(), (await params).id);
  return { title: `Recipient ${payout.recipientName}` };
}

/** Everything about the person a payout goes to: by its address, in whichever case. */
export default async function RecipientPage({ params }: Props) {
  const actor = await requireUser();
  const { at, payout } = await load(actor, (await params).id);
  const since = await latestEventId(actor);
  const filter = { recipient: payout.id };
  const view = { filter, page: {} };
  const [found, failed, totals, recent, settings, look, columns, moved] = await Promise.all([
    listPayouts(actor, view, at, payoutsShown),
    listPayouts(actor, { filter: { ...filter, group: "failed" }, page: {} }, at, failuresShown),
    recipientTotals(actor, payout.id, at),
    countRecentlyTo(actor, payout.id, at),
    organizationSettings(actor),
    listLook(actor),
    extraColumns(actor),
    movedOut(actor),
  ]);
  const references = new Map(found.rows.map(({ id, reference }) => [id, reference]));
  const emails = await latestEmailsAbout(actor, [...references.keys()], emailsShown);
  return (
    <>
      <Following since={since} />
      <PageHeader
        title={<bdi>{payout.recipientName}</bdi>}
        description={
          <>
            <span className="break-words">
              <EmailAddress>{payout.recipientEmail}</EmailAddress>
            </span>
            <CopyButton what="the email" text={payout.recipientEmail} />
          </>
        }
        actions={<Actions payoutId={payout.id} total={found.total} />}
      />
      <RecentlyPaidNotice payoutId={payout.id} recent={recent} />
      <Totals payoutId={payout.id} totals={totals} />
      <Failures rows={failed.rows} total={failed.total.count} all={payoutsHref({ ...filter, group: "failed" })} />
      <section aria-labelledby="payouts" className="mt-6">
        <div className="mb-2.5 flex flex-wrap items-baseline justify-between gap-x-4">
          <div className="flex items-baseline gap-x-3">
            <h2 id="payouts" className="font-semibold">
              Payouts
            </h2>
            <ListTotal {...found.total} one="payout" />
          </div>
          {found.next && (
            <SoftLink href={payoutsHref(filter)} className="underline underline-offset-2">
              View All
            </SoftLink>
          )}
        </div>
        <PayoutList
          {...{ actor, view, at, settings, look, columns }}
          found={{ ...found, next: null, previous: null }}
          emails={null}
        />
      </section>
      <div className="mt-6">
        <EmailList actor={actor} emails={emails} movedAt={moved?.at ?? null} at={at} about={references} />
        {isAdmin(actor) && (
          <p className="mt-2">
            <SoftLink href={emailsHref(filter)} className="underline underline-offset-2">
              View All in the email log
            </SoftLink>
          </p>
        )}
      </div>
    </>
  );
}

function Actions({ payoutId: recipient, total: { count, capped } }: { payoutId: string; total: PayoutListTotal }) {
  return (
    <>
      <SoftLink href={payoutsHref({ recipient })} className={buttonStyle("secondary", "small")}>
        View all payouts
      </SoftLink>
      <ExportLink href={payoutsExportHref({ recipient })} count={count} capped={capped} one="payout" />
    </>
  );
}
