import { csvDownload, searchParamsOf, unreadableFilter } from "@/lib/web/downloads/csv-download";
import { recordDownload } from "@/lib/web/access-events";
import { requireUser } from "@/lib/web/auth";
import { filterAssignee } from "@/lib/follow-up/queries";
import { parsePayoutFilter, payoutsHref } from "@/lib/payouts/list/filter";
import { unknownColumns } from "@/lib/payouts/extra/columns";
import { extraColumns } from "@/lib/payouts/extra/queries";
import { payoutsCsv } from "@/lib/payouts/export/csv";
import { currentMoment } from "@/lib/moment";

/** The payouts of a filter as a CSV file, streamed. An invalid address is refused with the reason; no part of it is ignored. */
export async function GET(request: Request): Promise<Response> {
  const actor = await requireUser();
  const filter = parsePayoutFilter(searchParamsOf(request));
  if (!filter.ok) return unreadableFilter(filter.problems);
  const { problems } = await filterAssignee(actor, filter.value);
  const unknown = filter.value.x ? unknownColumns(await extraColumns(actor), filter.value) : [];
  if (problems.length + unknown.length > 0) return unreadableFilter([...problems, ...unknown]);
  const at = await currentMoment(actor);
  await recordDownload(actor, { name: "payouts.exported", data: { list: payoutsHref(filter.value) } });
  return csvDownload("payouts", payoutsCsv(actor, filter.value, at), at);
}
