import type { Route } from "next";
import type { SearchParams } from "@/lib/lists/params";
import { listQuery, parseListView, type ListView } from "@/lib/payouts/list/view";

/** What a view keeps of a list: filter and order, and not the page that was open. */
export function queryToKeep({ filter, page: { after: _after, before: _before, ...page } }: ListView): string {
  return listQuery({ filter, page });
}

/** The parameters of a kept address; a name that is given twice has all its texts. */
function paramsOf(query: string): SearchParams {
  const read = new URLSearchParams(query);
  return Object.fromEntries(
    [...new Set(read.keys())].map((name) => {
      const all = read.getAll(name);
      return [name, all.length === 1 ? all[0] : all];
    }),
  );
}

/** What a kept address asks for; a filter that the list does not know any more is a problem, as on the list itself. */
export const readQuery = (query: string) => parseListView(paramsOf(query));

/** The list behind a kept address. One that cannot be read leads to the list's page too, which says what is wrong. */
export const hrefOfQuery = (query: string): Route => `/payouts${query}` as Route;
