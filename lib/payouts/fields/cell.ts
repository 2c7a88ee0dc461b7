import { hiddenCharacter } from "@/lib/incoming-text";
import { lostCharacter } from "@/lib/storable";
import { ingestError, type IngestError } from "@/lib/ingest-errors/table";
import type { AnyPayoutField, Cell } from "./field";

/** The value of a cell of a workbook that cannot be read as the sheet shows it; it is refused in every column. */
export const unreadableCell = (content: string, formatCode: string): string => `${content} in the format ${formatCode}`;

const unreadable = /^-?\d[\dT:.-]* in the format \S/;

/** An amount that a sheet shows in another currency than its row has; it is refused in every column. */
export const otherCurrencyCell = (amount: string, symbol: string, currency: string): string =>
  `${amount} shown with ${symbol} in a row of ${currency || "no currency"}`;

const otherCurrency = /^-?[\dE+.]+ shown with (\S.{0,20}?) in a row of (.+)$/;

/** What spreadsheets show, and export, in place of a value. */
const spreadsheetError = /^#(N\/A|REF!|VALUE!|DIV\/0!|NAME\?|NUM!|NULL!|SPILL!|CALC!|GETTING_DATA|#+)$/;

type CellLimits = Pick<AnyPayoutField, "label" | "required" | "example" | "maxLength" | "keptHidden">;

/** What makes a cell wrong in any column. */
export function cellFault(
  cell: Cell,
  { label, required, example, maxLength, keptHidden }: CellLimits,
): IngestError | undefined {
  const { value } = cell;
  if (value === "") return required ? ingestError("required", { ...cell, label, example }) : undefined;
  if (unreadable.test(value)) return ingestError("format_unreadable", cell);
  const [, shown, says] = otherCurrency.exec(value) ?? [];
  if (shown !== undefined && says !== undefined)
    return ingestError("amount_other_currency", { ...cell, mark: shown, currency: says });
  // Only a text with more code units than this can have more characters.
  const length = value.length > maxLength ? [...value].length : 0;
  if (length > maxLength) return ingestError("too_long", { ...cell, label, length, limit: maxLength });
  if (spreadsheetError.test(value)) return ingestError("spreadsheet_error", cell);
  if (value.startsWith("=")) return ingestError("formula_text", cell);
  if (value.includes(lostCharacter)) return ingestError("lost_character", { ...cell, label });
  const found = hiddenCharacter(value, keptHidden);
  return found && ingestError("hidden_character", { ...cell, label, ...found });
}
