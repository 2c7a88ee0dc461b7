import { DomainError } from "@/lib/errors";
import { currentMoment } from "@/lib/moment";
import { parsePayoutFilter } from "@/lib/payouts/list/filter";
import { firstFound } from "@/lib/payouts/search/first-found";
import { searchParamsOf } from "@/lib/web/downloads/csv-download";
import { json, userRoute } from "@/lib/web/json-route";

/** The first payouts that a search finds, for the command menu: the search of the list, and nothing else of its filter. */
export const GET = userRoute(async (actor, request) => {
  const filter = parsePayoutFilter(searchParamsOf(request));
  const { q, ...others } = filter.ok ? filter.value : {};
  if (q === undefined || Object.values(others).some((value) => value !== undefined))
    throw new DomainError("invalid", "The address of a search is /payouts/search?q= and what to search for.");
  return json(await firstFound(actor, q, await currentMoment(actor)));
});
