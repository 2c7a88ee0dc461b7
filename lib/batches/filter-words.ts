import { windowEdges, windowWords } from "@/lib/lists/time-window";
import type { At } from "@/lib/moment";
import { batchFilterKeys, type BatchFilter } from "./filter";
import { batchStatusTable } from "./status";

export type BatchFilterWords = { key: keyof BatchFilter; words: string; title?: string };

/** A filter as short sentences, one a part that can be taken away: "Rejected", "with errors in the last 7 days". */
export function batchFilterWords(filter: BatchFilter, at: At): BatchFilterWords[] {
  return batchFilterKeys.flatMap((key): BatchFilterWords[] => {
    if (filter[key] === undefined) return [];
    return [
      {
        key,
        words: wordsOf(filter, key, at),
        title: filter.errors && key === "errors" ? windowEdges(filter.errors, at) : undefined,
      },
    ];
  });
}

function wordsOf(filter: BatchFilter, key: keyof BatchFilter, at: At): string {
  switch (key) {
    case "status":
      return filter.status!.map((status) => batchStatusTable[status].label).join(" or ");
    case "errors":
      return `With errors ${windowWords(filter.errors!, at.timeZone)}`;
    case "file":
      return `File name contains “${filter.file}”`;
  }
}
