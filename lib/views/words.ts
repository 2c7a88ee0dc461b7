import type { At } from "@/lib/moment";
import { sortTable, splitSort } from "@/lib/payouts/list/view";
import { filterWords } from "@/lib/payouts/list/words";
import { readQuery } from "./address";

/**
 * What a kept list asks for, in words: "Failed · Changed last month". Null when it can no longer be read.
 * @param names as `filterWords` takes them
 */
export function queryWords(query: string, at: At, names: Parameters<typeof filterWords>[2]): string | null {
  const read = readQuery(query);
  if (!read.ok) return null;
  const { filter, page } = read.value;
  const order = page.sort && `in order of ${sortTable[splitSort(page.sort).key].noun}`;
  return [...filterWords(filter, at, names).map(({ words }) => words), order].filter(Boolean).join(" · ");
}
