import { hiddenCharacter, withoutHidden } from "@/lib/incoming-text";
import type { IngestError, IngestErrorCode } from "@/lib/ingest-errors/table";
import { currencyCode } from "@/lib/payouts/fields/amount";
import { amountReadings } from "@/lib/payouts/fields/amount-readings";
import { addressIn, withAsciiDomain } from "@/lib/payouts/fields/email";
import { columnNames, payoutField, type ColumnName, type RowValues } from "@/lib/payouts/fields/table";

/** A fault with the values that would repair it, where they are known exactly; none where a person has to know. */
export type RepairableFault = IngestError & { suggestedValues: string[] };

type Suggest = (values: RowValues, column: ColumnName) => (string | undefined)[];

const readings: Suggest = ({ amount, currency }) => {
  const code = currencyCode(currency ?? "");
  return code === undefined ? [] : amountReadings(amount ?? "", code).map(({ value }) => value);
};

const withoutHiddenCharacters: Suggest = (values, column) => {
  const value = withoutHidden(values[column] ?? "", payoutField(column).keptHidden);
  return value === "" || hiddenCharacter(value, payoutField(column).keptHidden) ? [] : [value];
};

/**
 * Of which faults the refused text itself says the value. Not of one with more decimals than its currency has: what it
 * says is not an amount, and the only other reading is a thousand times as much. Not of one that may have lost digits.
 */
const suggestions: Partial<Record<IngestErrorCode, Suggest>> = {
  hidden_character: withoutHiddenCharacters,
  email_with_name: ({ email }) => [addressIn(email?.trim() ?? "")],
  email_domain_letters: ({ email }) => [withAsciiDomain(email?.trim() ?? "")],
  amount_grouped: readings,
  amount_decimal_comma: readings,
  amount_zeros_beyond: readings,
  amount_with_currency: readings,
  amount_other_digits: readings,
  amount_plus_sign: readings,
};

/** Whether the values of faults of this code can be known at all. */
export const hasSuggestions = (code: string): boolean => code in suggestions;

/** The values that one press may put in the place of the refused one of this column; none where a person has to know. */
export function suggestedValues(code: IngestErrorCode, columnName: string | null, values: RowValues): string[] {
  const column = columnNames.find((name) => name === columnName);
  const known = column === undefined ? undefined : suggestions[code]?.(values, column);
  return (known ?? []).filter((value) => value !== undefined);
}

/** Adds them to each fault. */
export const withSuggestedValues = (faults: readonly IngestError[], values: RowValues): RepairableFault[] =>
  faults.map((fault) => ({ ...fault, suggestedValues: suggestedValues(fault.code, fault.column, values) }));
