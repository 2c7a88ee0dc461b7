import { orNotFound } from "@/app/(portal)/_ui/or-not-found";
import { currentMoment } from "@/lib/moment";
import { resultsCsv } from "@/lib/runs/csv";
import { getRun } from "@/lib/runs/queries";
import { aboutRun } from "@/lib/runs/status";
import { recordDownload } from "@/lib/web/access-events";
import { requireUser } from "@/lib/web/auth";
import { csvDownload } from "@/lib/web/downloads/csv-download";

/** What became of each payout of a run, as a CSV file, streamed. */
export async function GET(_request: Request, { params }: RouteContext<"/runs/[id]/results">): Promise<Response> {
  const actor = await requireUser();
  const run = await orNotFound(getRun(actor, (await params).id));
  const at = await currentMoment(actor);
  await recordDownload(actor, { name: "run_results.exported", data: aboutRun(run) });
  return csvDownload("run-results", resultsCsv(actor, run, at), at);
}
