import { DomainError } from "@/lib/errors";
import type { IngestErrorCode } from "@/lib/ingest-errors/table";
import type { At } from "@/lib/moment";
import { readCells } from "./read-row";
import { columnNames, type PayoutFields, type RowValues } from "./table";

/** Advice that speaks of a file's cells, as a form says it. */
const formSuggestions: Partial<Record<IngestErrorCode, string>> = {
  expires_at_past: "Choose a later day.",
  amount_exponent: "Write all its digits.",
  amount_with_currency: "Write the digits alone.",
};

/**
 * Reads the inputs of a form about one payout by the rules of a batch file, and refuses them in its words.
 * @param values by column; an amount comes with its currency
 * @returns the fields of the columns that were given
 * @throws DomainError `invalid` naming the column
 */
export function readForm(values: RowValues, at: At): Partial<PayoutFields> {
  const given = columnNames.filter((column) => values[column] !== undefined);
  const { fields, faults } = readCells(given, values, 1, at);
  const [fault] = faults;
  if (!fault) return fields;
  const { code, column, message, suggestion } = fault;
  throw new DomainError("invalid", `${message} ${formSuggestions[code] ?? suggestion}`, column ?? undefined);
}
