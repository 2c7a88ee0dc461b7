import type { Metadata, Route } from "next";
import { redirect } from "next/navigation";
import { Chips } from "@/app/_ui/chips";
import { PageHeader } from "@/app/_ui/page-header";
import { requireAdmin } from "@/lib/web/auth";
import { EmailFilter, emailFilterWords, emailsExportHref, emailsHref, parseEmailList } from "@/lib/emails/filter";
import { listEmails } from "@/lib/emails/queries";
import { mailOutage } from "@/lib/emails/outage";
import { toQuery } from "@/lib/lists/params";
import { foldDateFields, typedDays } from "@/lib/lists/place";
import { currentMoment } from "@/lib/moment";
import { ExportLink } from "@/app/(portal)/_export/export-link";
import { InvalidFilter } from "@/app/(portal)/_ui/invalid-filter";
import { ListTotal } from "@/app/(portal)/_ui/list-total";
import { MovedNotice } from "@/app/(portal)/admin/_ui/moved-notice";
import { MailOutageNotice } from "@/app/(portal)/_ui/mail-outage-notice";
import { EmailFilterBar } from "./_ui/email-filter-bar";
import { EmailList } from "./_ui/email-list";
import { NoMailServer } from "./_ui/no-mail-server";

export const metadata: Metadata = { title: "Email log" };

export default async function EmailLogPage({ searchParams }: PageProps<"/admin/emails">) {
  const actor = await requireAdmin();
  const params = await searchParams;
  const folded = foldDateFields(params, EmailFilter);
  if (folded) redirect(`/admin/emails${toQuery(folded)}` as Route);
  const view = parseEmailList(params);
  const at = await currentMoment(actor);
  if (!view.ok) {
    return (
      <>
        <PageHeader title="Email log" />
        <div className="flex flex-col gap-3">
          <InvalidFilter problems={view.problems} clear={emailsHref({})} />
          <EmailFilterBar filter={{ ...view.readable, ...typedDays(params, EmailFilter) }} at={at} />
        </div>
      </>
    );
  }
  const { filter } = view.value;
  const [found, outage] = await Promise.all([listEmails(actor, view.value, at), mailOutage(actor)]);
  const chips = emailFilterWords(filter, at).map(({ without, ...part }) => ({ ...part, without: emailsHref(without) }));
  return (
    <>
      <PageHeader
        title="Email log"
        description="Every email to a recipient or to one of your users: whether it was sent, and its text."
        actions={
          <>
            <ListTotal {...found.total} one="email" />
            <ExportLink
              href={emailsExportHref(filter)}
              count={found.total.count}
              capped={found.total.capped}
              one="email"
            />
          </>
        }
      />
      <MailOutageNotice outage={outage} actor={actor} at={at} />
      <div className="mb-4 flex flex-col gap-3">
        <NoMailServer />
        <EmailFilterBar key={emailsHref(filter)} filter={filter} at={at} />
        <Chips chips={chips} clear={emailsHref({})} />
        <MovedNotice actor={actor} at={at} many="emails" />
      </div>
      <EmailList filter={filter} found={found} at={at} />
    </>
  );
}
