import type { Metadata, Route } from "next";
import { redirect } from "next/navigation";
import { Chips } from "@/app/_ui/chips";
import { PageHeader } from "@/app/_ui/page-header";
import { AuditFilter, auditHref, parseAuditView } from "@/lib/audit/filter";
import { foldDateFields } from "@/lib/lists/place";
import { listEvents } from "@/lib/audit/queries";
import { auditWords } from "@/lib/audit/words";
import { requireAdmin } from "@/lib/web/auth";
import { toQuery } from "@/lib/lists/params";
import { currentMoment } from "@/lib/moment";
import { listUsers } from "@/lib/users/queries";
import { InvalidFilter } from "@/app/(portal)/_ui/invalid-filter";
import { ListTotal } from "@/app/(portal)/_ui/list-total";
import { AuditFilterBar } from "./_ui/audit-filter-bar";
import { EventList } from "./_ui/event-list";

export const metadata: Metadata = { title: "Audit log" };

export default async function AuditLogPage({ searchParams }: PageProps<"/admin/audit-log">) {
  const actor = await requireAdmin();
  const params = await searchParams;
  const folded = foldDateFields(params, AuditFilter);
  if (folded) redirect(`/admin/audit-log${toQuery(folded)}` as Route);
  const view = parseAuditView(params);
  const [at, users] = await Promise.all([currentMoment(actor), listUsers(actor)]);
  if (!view.ok) {
    return (
      <>
        <PageHeader title="Audit log" />
        <div className="flex flex-col gap-3">
          <InvalidFilter problems={view.problems} clear={auditHref({})} />
          <AuditFilterBar filter={view.readable} users={users} at={at} />
        </div>
      </>
    );
  }
  const { filter } = view.value;
  const found = await listEvents(actor, view.value, at);
  const whoName = users.find(({ id }) => id === filter.who)?.name ?? null;
  const chips = auditWords(filter, at, whoName).map(({ without, ...part }) => ({
    ...part,
    without: auditHref(without),
  }));
  return (
    <>
      <PageHeader
        title="Audit log"
        description="Every change: who, what, when and why. Entries cannot be edited or removed."
        actions={<ListTotal {...found.total} one="event" />}
      />
      <div className="mb-4 flex flex-col gap-3">
        <AuditFilterBar key={auditHref(filter)} filter={filter} users={users} at={at} />
        <Chips chips={chips} clear={auditHref({})} />
      </div>
      <EventList filter={filter} found={found} at={at} />
    </>
  );
}
