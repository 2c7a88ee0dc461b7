import { currencyDigits } from "@/lib/money";
import { amountReadings } from "@/lib/payouts/fields/amount";
import type { IngestError } from "@/lib/ingest-errors/table";
import type { RowValues } from "@/lib/payouts/fields/table";

/** A fault with the values that would repair it, where they are known exactly; none where a person has to know. */
export type RepairableFault = IngestError & { suggestedValues: string[] };

const readable: ReadonlySet<string> = new Set(["amount_grouped", "amount_decimal_comma"]);

/** Adds to each fault what one press may put in the place of the refused value. */
export const withSuggestedValues = (faults: readonly IngestError[], values: RowValues): RepairableFault[] =>
  faults.map((fault) => ({ ...fault, suggestedValues: suggestedFor(fault, values) }));

function suggestedFor({ code }: IngestError, values: RowValues): string[] {
  if (!readable.has(code)) return [];
  const currency = (values.currency ?? "").trim().toUpperCase();
  return currencyDigits(currency) === undefined ? [] : amountReadings(values.amount ?? "", currency);
}
