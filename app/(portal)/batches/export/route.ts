import { batchesCsv } from "@/lib/batches/export/csv";
import { BatchFilter, batchesHref } from "@/lib/batches/filter";
import { parseParams } from "@/lib/lists/params";
import { currentMoment } from "@/lib/moment";
import { recordDownload } from "@/lib/web/access-events";
import { requireUser } from "@/lib/web/auth";
import { csvDownload, searchParamsOf, unreadableFilter } from "@/lib/web/downloads/csv-download";

/** The batches of a filter as a CSV file, streamed. An invalid address is refused with the reason. */
export async function GET(request: Request): Promise<Response> {
  const actor = await requireUser();
  const filter = parseParams(BatchFilter, searchParamsOf(request));
  if (!filter.ok) return unreadableFilter(filter.problems);
  const at = await currentMoment(actor);
  await recordDownload(actor, { name: "batches.exported", data: { list: batchesHref(filter.value) } });
  return csvDownload("batches", batchesCsv(actor, filter.value, at), at);
}
