import type { Metadata, Route } from "next";
import { redirect } from "next/navigation";
import { Chips } from "@/app/_ui/chips";
import { PageHeader } from "@/app/_ui/page-header";
import { askLog } from "@/lib/audit/asked";
import { AuditFilter, auditExportHref, auditHref, parseAuditView } from "@/lib/audit/filter";
import { foldDateFields, typedDays } from "@/lib/lists/place";
import { listEvents } from "@/lib/audit/queries";
import { auditWords } from "@/lib/audit/words";
import { requireAdmin } from "@/lib/web/auth";
import { toQuery, type ParamProblem } from "@/lib/lists/params";
import { DomainError } from "@/lib/errors";
import type { UserActor } from "@/lib/actor";
import { getBatch } from "@/lib/batches/queries";
import { currentMoment } from "@/lib/moment";
import { listUsers } from "@/lib/users/queries";
import { InvalidFilter } from "@/app/(portal)/_ui/invalid-filter";
import { ExportLink } from "@/app/(portal)/_export/export-link";
import { ListTotal } from "@/app/(portal)/_ui/list-total";
import { MovedNotice } from "@/app/(portal)/admin/_ui/moved-notice";
import { AuditFilterBar, auditLabels } from "./_ui/audit-filter-bar";
import { EventList } from "./_ui/event-list";
import { SealedUpTo } from "./_ui/sealed-up-to";

export const metadata: Metadata = { title: "Audit log" };

export default async function AuditLogPage({ searchParams }: PageProps<"/admin/audit-log">) {
  const actor = await requireAdmin();
  const params = await searchParams;
  const folded = foldDateFields(params, AuditFilter);
  if (folded) redirect(`/admin/audit-log${toQuery(folded)}` as Route);
  const view = parseAuditView(params);
  const [at, users] = await Promise.all([currentMoment(actor), listUsers(actor)]);
  const refused = (problems: ParamProblem[], filter: AuditFilter) => (
    <>
      <PageHeader title="Audit log" />
      <div className="flex flex-col gap-3">
        <InvalidFilter problems={problems} labels={auditLabels} clear={auditHref({})} />
        <AuditFilterBar filter={filter} users={users} at={at} />
      </div>
    </>
  );
  if (!view.ok) return refused(view.problems, { ...view.readable, ...typedDays(params, AuditFilter) });
  const { filter } = view.value;
  const asked = await askLog(actor, filter, at);
  if ("problem" in asked) return refused([asked.problem], filter);
  const { page } = view.value;
  const [found, batchName] = await Promise.all([listEvents(actor, { ...asked, page }, at), nameOfBatch(actor, filter)]);
  const nameOf = (user: string) => users.find(({ id }) => id === user)?.name;
  const chips = auditWords(filter, at, nameOf, batchName).map(({ without, ...part }) => ({
    ...part,
    without: auditHref(without),
  }));
  return (
    <>
      <PageHeader
        title="Audit log"
        description="Every change, sign-in and download: who, what, when, from where and why. Entries cannot be edited or deleted. An upload and a run are one line each, which opens their payouts."
        actions={
          <>
            <ListTotal {...found.total} one="event" />
            <ExportLink
              href={auditExportHref(filter)}
              count={found.total.count}
              capped={found.total.capped}
              one="event"
            />
          </>
        }
      />
      <div className="mb-4 flex flex-col gap-3">
        <AuditFilterBar key={auditHref(filter)} filter={filter} users={users} at={at} />
        <Chips chips={chips} clear={auditHref({})} />
        <MovedNotice actor={actor} at={at} many="entries" />
        <SealedUpTo actor={actor} at={at} />
      </div>
      <EventList filter={filter} found={found} at={at} />
    </>
  );
}

async function nameOfBatch(actor: UserActor, { batch }: AuditFilter): Promise<string | undefined> {
  if (batch === undefined) return undefined;
  try {
    return (await getBatch(actor, batch)).fileName;
  } catch (error) {
    if (error instanceof DomainError && error.code === "not_found") return "an unknown batch";
    throw error;
  }
}
