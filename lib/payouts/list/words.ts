import type { PayoutFilter } from "./filter";
import { filterKeys } from "./filter";
import { groupTable, statusTable } from "@/lib/payouts/status";
import { windowEdges, windowWords } from "@/lib/lists/time-window";
import type { At } from "@/lib/moment";

export type FilterWords = { keys: (keyof PayoutFilter)[]; words: string; title?: string };

/** A filter as short sentences, one a part that can be taken away: "Failed", "changed in the last 30 days". */
export function filterWords(filter: PayoutFilter, at: At, batchName?: string): FilterWords[] {
  return filterKeys.flatMap((key): FilterWords[] => {
    if (filter[key] === undefined || key === "amount_min" || key === "amount_max") return [];
    return [
      {
        keys: key === "currency" ? ["currency", "amount_min", "amount_max"] : [key],
        words: wordsOf(filter, key, at, batchName),
        title: edges(filter, key, at),
      },
    ];
  });
}

const verbs = {
  changed: "Changed",
  created: "Created",
  expires: "Pending, expires",
  expired: "Expired",
  batch_errors: "From batches with errors",
} as const;

const isWindow = (key: keyof PayoutFilter): key is keyof typeof verbs => key in verbs;

function edges(filter: PayoutFilter, key: keyof PayoutFilter, at: At): string | undefined {
  return isWindow(key) ? windowEdges(filter[key]!, at) : undefined;
}

function wordsOf(filter: PayoutFilter, key: keyof PayoutFilter, at: At, batchName = "one batch"): string {
  if (isWindow(key)) return `${verbs[key]} ${windowWords(filter[key]!, at.timeZone)}`;
  switch (key) {
    case "group":
      return groupTable[filter.group!].label;
    case "status":
      return filter.status!.map((status) => statusTable[status].label).join(" or ");
    case "replaced":
      return filter.replaced === "yes" ? "Replaced by a new payout" : "Not replaced";
    case "batch":
      return `From ${batchName}`;
    case "q":
      return `Matching “${filter.q}”`;
    default:
      return amountWords(filter);
  }
}

function amountWords({ currency, amount_min, amount_max }: PayoutFilter): string {
  if (amount_min && amount_max) return `${amount_min} to ${amount_max} ${currency}`;
  if (amount_min) return `At least ${amount_min} ${currency}`;
  return amount_max ? `At most ${amount_max} ${currency}` : `In ${currency}`;
}
