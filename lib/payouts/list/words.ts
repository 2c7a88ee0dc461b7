import { followUpSentences } from "@/lib/follow-up/filter";
import { filterParts, windowSentence, type FilterPart, type FilterSentences } from "@/lib/lists/filter-words";
import type { At } from "@/lib/moment";
import { groupTable, statusTable } from "@/lib/payouts/status";
import { evidenceTable } from "./evidence";
import type { PayoutFilter } from "./filter";

const sentencesFor = (
  assigneeName: string | undefined,
): FilterSentences<PayoutFilter, { at: At; batchName: string | undefined }> => ({
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
  batch: (_, { batchName = "one batch" }) => `From ${batchName}`,
  recipient: () => "To one recipient",
  batch_errors: windowSentence("From batches with errors"),
  run: () => "Touched by a run",
  ...followUpSentences(assigneeName),
  q: (q) => `Matching “${q}”`,
});

function moneyWords({ currency, amount_min, amount_max }: PayoutFilter): string {
  if (amount_min && amount_max) return `${amount_min} to ${amount_max} ${currency}`;
  if (amount_min) return `At least ${amount_min} ${currency}`;
  return amount_max ? `At most ${amount_max} ${currency}` : `In ${currency}`;
}

/** A filter as short sentences, one a part that can be taken away: "Failed", "Changed in the last 30 days". */
export const filterWords = (
  filter: PayoutFilter,
  at: At,
  batchName?: string,
  assigneeName?: string,
): FilterPart<PayoutFilter>[] => filterParts(sentencesFor(assigneeName), filter, { at, batchName });
