import { askLog } from "@/lib/audit/asked";
import { auditCsv } from "@/lib/audit/csv";
import { AuditFilter, auditHref } from "@/lib/audit/filter";
import { parseParams } from "@/lib/lists/params";
import { currentMoment } from "@/lib/moment";
import { recordDownload } from "@/lib/web/access-events";
import { requireAdmin } from "@/lib/web/auth";
import { csvDownload, searchParamsOf, unreadableFilter } from "@/lib/web/downloads/csv-download";

/** The events of a filter as a CSV file, streamed, for admins. An invalid address is refused with the reason. */
export async function GET(request: Request): Promise<Response> {
  const actor = await requireAdmin();
  const filter = parseParams(AuditFilter, searchParamsOf(request));
  if (!filter.ok) return unreadableFilter(filter.problems);
  const at = await currentMoment(actor);
  const asked = await askLog(actor, filter.value, at);
  if ("problem" in asked) return unreadableFilter([asked.problem]);
  await recordDownload(actor, { name: "audit_log.exported", data: { list: auditHref(filter.value) } });
  return csvDownload("audit-log", auditCsv(actor, asked, at), at);
}
