import type { Metadata } from "next";
import { PageHeader } from "@/app/_ui/page-header";
import { requireUser } from "@/lib/web/auth";
import { parseDashboard } from "@/lib/dashboard/address";
import { dashboard } from "@/lib/dashboard/queries";
import { mailOutage } from "@/lib/emails/outage";
import { currentMoment } from "@/lib/moment";
import { organizationSettings } from "@/lib/settings/queries";
import { formatTime, stampZoneOf } from "@/lib/time";
import { AssignedToYou } from "./_follow-up/assigned-to-you";
import { ActionCenter } from "./_dashboard/action-center";
import { Refresh } from "./_dashboard/refresh";
import { Summary } from "./_dashboard/summary";
import { Following } from "./_following/following";
import { InvalidFilter } from "./_ui/invalid-filter";
import { MailOutageNotice } from "./_ui/mail-outage-notice";

export const metadata: Metadata = { title: "Dashboard" };

export default async function DashboardPage({ searchParams }: PageProps<"/">) {
  const actor = await requireUser();
  const wanted = parseDashboard(await searchParams);
  if (!wanted.ok) {
    return (
      <>
        <PageHeader title="Dashboard" />
        <InvalidFilter problems={wanted.problems} clear="/" />
      </>
    );
  }
  const address = wanted.value;
  const at = await currentMoment(actor);
  const [shown, settings, outage] = await Promise.all([
    dashboard(actor, at, address.tab, address.chart),
    organizationSettings(actor),
    mailOutage(actor),
  ]);
  const { asOf, latestEventId, assigned, summary, chart, actionCenter } = shown;
  return (
    <>
      <Following since={latestEventId} />
      <PageHeader title="Dashboard" actions={<Refresh asOf={formatTime(asOf, stampZoneOf(at))} />} />
      <AssignedToYou counts={assigned} />
      <MailOutageNotice outage={outage} actor={actor} at={at} />
      <Summary summary={summary} chart={chart} at={at} address={address} />
      <ActionCenter actor={actor} figures={actionCenter} at={at} settings={settings} address={address} />
    </>
  );
}
