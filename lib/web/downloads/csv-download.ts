import { searchParamsIn, type ParamProblem, type SearchParams } from "@/lib/lists/params";
import type { At } from "@/lib/moment";
import { dayOf } from "@/lib/time";

/** The parameters of a request's address, as a page gets them. */
export const searchParamsOf = (request: Request): SearchParams => searchParamsIn(new URL(request.url).search);

/** Nothing is exported when a part of the filter cannot be read; the answer (400) names each. */
export function unreadableFilter(problems: readonly ParamProblem[]): Response {
  const lines = problems.map(({ param, message }) => `${param} ${message}`);
  return new Response(`Nothing was exported, because the filter in the address is not valid.\n${lines.join("\n")}\n`, {
    status: 400,
    headers: { "content-type": "text/plain; charset=utf-8", "cache-control": "no-store" },
  });
}

/** A CSV file as a download; `name` is completed by the day in the organization's zone. */
export const csvDownload = (name: string, file: ReadableStream<Uint8Array>, at: At): Response =>
  new Response(file, {
    headers: {
      "content-type": "text/csv; charset=utf-8",
      "content-disposition": `attachment; filename="${name}-${dayOf(at.now, at.timeZone)}.csv"`,
      "cache-control": "no-store",
    },
  });
