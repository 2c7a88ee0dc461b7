import { followUpSentences } from "@/lib/follow-up/filter";
import { filterParts, windowSentence, type FilterPart, type FilterSentences } from "@/lib/lists/filter-words";
import type { At } from "@/lib/moment";
import { groupTable, statusTable } from "@/lib/payouts/status";
import { evidenceTable } from "./evidence";
import type { PayoutFilter } from "./filter";

/** What a filter names by an id, as a person knows it, where the page has looked it up. */
type Names = {
  /** The file of the batch. */
  batch?: string | undefined;
  assignee?: string | undefined;
  /** The recipient's address. */
  recipient?: string | undefined;
  /** The organization's own columns, by what it calls them. */
  columns: readonly NamedColumn[];
};
/** `leftOut`: what is asked of it is personal, and is not said. */
type NamedColumn = { key: string; label: string; leftOut?: boolean };

const sentencesFor = ({
  batch: batchName = "one batch",
  assignee,
  recipient = "one recipient",
  columns,
}: Names): FilterSentences<PayoutFilter, { at: At }> => ({
  group: (group) => groupTable[group].label,
  status: (statuses) => statuses.map((status) => statusTable[status].label).join(" or "),
  changed: windowSentence("Changed"),
  created: windowSentence("Created"),
  expires: windowSentence("Pending, expires"),
  evidence: (evidence) => ({ words: evidenceTable[evidence].label, title: evidenceTable[evidence].meaning }),
  expired: windowSentence("Expired"),
  replaced: (replaced) => (replaced === "yes" ? "Replaced by a new payout" : "Not replaced"),
  currency: (_, __, filter) => moneyWords(filter),
  amount_min: { saidWith: "currency" },
  amount_max: { saidWith: "currency" },
  id: (ids) => (ids.length === 1 ? "One chosen payout" : `${ids.length} chosen payouts`),
  batch: () => `From ${batchName}`,
  recipient: () => `To ${recipient}`,
  batch_errors: windowSentence("From batches with errors"),
  run: () => "Touched by a run",
  ...followUpSentences(assignee),
  q: (q) => `Matching “${q}”`,
  x: (x) =>
    Object.entries(x)
      .map(([key, text]) => extraWords(columns.find((column) => column.key === key) ?? key, text))
      .join(" and "),
});

/** @param column the column, or a key that no column of the organization has */
function extraWords(column: NamedColumn | string, text: string): string {
  if (typeof column === "string") return `${column.replaceAll("_", " ")} is “${text}”`;
  return column.leftOut ? `${column.label} is one text` : `${column.label} is “${text}”`;
}

function moneyWords({ currency, amount_min, amount_max }: PayoutFilter): string {
  if (amount_min && amount_max) return `${amount_min} to ${amount_max} ${currency}`;
  if (amount_min) return `At least ${amount_min} ${currency}`;
  return amount_max ? `At most ${amount_max} ${currency}` : `In ${currency}`;
}

/** A filter as short sentences, one a part that can be taken away: "Failed", "Changed in the last 30 days". */
export const filterWords = (filter: PayoutFilter, at: At, names: Names): FilterPart<PayoutFilter>[] =>
  filterParts(sentencesFor(names), filter, { at });
