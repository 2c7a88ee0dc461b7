import { DomainError } from "@/lib/errors";
import type { ExpiryContext } from "./expiry";
import { columnNames, columnTable, type ColumnName } from "@/lib/payouts/fields/table";
import { validateRow, type PayoutFields, type RowValues } from "./validate";

/** A sound row to put what was typed into. Its own values are never used. */
const sample: RowValues = Object.fromEntries(
  columnNames.map((name) => [name, columnTable[name].required ? columnTable[name].example : ""]),
);

const fieldOf = {
  recipient_name: "recipientName",
  email: "recipientEmail",
  amount: "amountMinor",
  expires_at: "expiresAt",
} as const satisfies Partial<Record<ColumnName, keyof PayoutFields>>;

/** Advice that speaks of a file's cells, as a form says it. */
const inForm: Partial<Record<string, string>> = {
  expires_at_past: "Choose a later day.",
  amount_exponent: "Write all its digits.",
  amount_with_currency: "Write the digits alone.",
};

/**
 * What an admin typed into a form about one payout, by column, read by the very rules and refused in the very words of
 * a batch file.
 * @param typed an amount goes with its currency
 * @returns the fields of the columns that were typed
 * @throws DomainError `invalid` naming the column
 */
export function readTyped(typed: RowValues, context: ExpiryContext): Partial<PayoutFields> {
  const given = Object.fromEntries(Object.entries(typed).filter(([, text]) => text !== undefined));
  const outcome = validateRow({ ...sample, ...given }, 1, context);
  if ("faults" in outcome) {
    const { code, column, message, suggestion } = outcome.faults[0]!;
    throw new DomainError("invalid", `${message} ${inForm[code] ?? suggestion}`, column ?? undefined);
  }
  const columns = (Object.keys(fieldOf) as (keyof typeof fieldOf)[]).filter((column) => column in given);
  return Object.fromEntries(columns.map((column) => [fieldOf[column], outcome.fields[fieldOf[column]]]));
}
