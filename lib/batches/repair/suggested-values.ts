import { amountReadings } from "@/lib/payouts/fields/amount-readings";
import { currencyCode } from "@/lib/payouts/fields/amount";
import type { IngestError, IngestErrorCode } from "@/lib/ingest-errors/table";
import type { RowValues } from "@/lib/payouts/fields/table";

/** A fault with the values that would repair it, where they are known exactly; none where a person has to know. */
export type RepairableFault = IngestError & { suggestedValues: string[] };

const readings = ({ amount, currency }: RowValues): string[] => {
  const code = currencyCode(currency ?? "");
  return code === undefined ? [] : amountReadings(amount ?? "", code).map(({ value }) => value);
};

/**
 * Of which faults the refused text itself says the value. Not of one with more decimals than its currency has: what it
 * says is not an amount, and the only other reading is a thousand times as much. Not of one that may have lost digits.
 */
const suggestions: Partial<Record<IngestErrorCode, (values: RowValues) => string[]>> = {
  amount_grouped: readings,
  amount_decimal_comma: readings,
  amount_zeros_beyond: readings,
  amount_with_currency: readings,
  amount_other_digits: readings,
  amount_plus_sign: readings,
};

/** Adds to each fault what one press may put in the place of the refused value. */
export const withSuggestedValues = (faults: readonly IngestError[], values: RowValues): RepairableFault[] =>
  faults.map((fault) => ({ ...fault, suggestedValues: suggestions[fault.code]?.(values) ?? [] }));
