import { recordDownload } from "@/lib/web/access-events";
import { requireUser } from "@/lib/web/auth";
import { parsePayoutFilter, payoutsHref } from "@/lib/payouts/list/filter";
import { payoutsCsv } from "@/lib/payouts/list/csv";
import { currentMoment } from "@/lib/moment";
import { dayOf } from "@/lib/time";

/** The payouts of a filter as a CSV file, streamed. An invalid address is refused with the reason; no part of it is ignored. */
export async function GET(request: Request): Promise<Response> {
  const actor = await requireUser();
  const params = new URL(request.url).searchParams;
  const filter = parsePayoutFilter(
    Object.fromEntries([...new Set(params.keys())].map((key) => [key, params.getAll(key)])),
  );
  if (!filter.ok) {
    const lines = filter.problems.map(({ param, message }) => `${param} ${message}`);
    return new Response(
      `Nothing was exported, because the filter in the address is not valid.\n${lines.join("\n")}\n`,
      {
        status: 400,
        headers: { "content-type": "text/plain; charset=utf-8", "cache-control": "no-store" },
      },
    );
  }
  const at = await currentMoment(actor);
  await recordDownload(actor, { name: "payouts.exported", data: { list: payoutsHref(filter.value) } });
  return new Response(payoutsCsv(actor, filter.value, at), {
    headers: {
      "content-type": "text/csv; charset=utf-8",
      "content-disposition": `attachment; filename="payouts-${dayOf(at.now, at.timeZone)}.csv"`,
      "cache-control": "no-store",
    },
  });
}
