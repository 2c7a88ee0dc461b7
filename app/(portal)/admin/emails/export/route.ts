import { emailsCsv } from "@/lib/emails/export/csv";
import { EmailFilter, emailsHref } from "@/lib/emails/filter";
import { parseParams } from "@/lib/lists/params";
import { currentMoment } from "@/lib/moment";
import { recordDownload } from "@/lib/web/access-events";
import { requireAdmin } from "@/lib/web/auth";
import { csvDownload, searchParamsOf, unreadableFilter } from "@/lib/web/downloads/csv-download";

/** The emails of a filter as a CSV file, streamed, for admins. An invalid address is refused with the reason. */
export async function GET(request: Request): Promise<Response> {
  const actor = await requireAdmin();
  const filter = parseParams(EmailFilter, searchParamsOf(request));
  if (!filter.ok) return unreadableFilter(filter.problems);
  const at = await currentMoment(actor);
  await recordDownload(actor, { name: "emails.exported", data: { list: emailsHref(filter.value) } });
  return csvDownload("email-log", emailsCsv(actor, filter.value, at), at);
}
