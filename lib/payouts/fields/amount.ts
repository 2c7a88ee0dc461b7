import { canMean } from "@/lib/currency-symbols";
import { currencyDigits, formatMoney, maxAmountMinor, parseAmount } from "@/lib/money";
import { ingestError, type IngestError } from "@/lib/ingest-errors/table";
import { amountReadings, type AmountReading } from "./amount-readings";
import type { Cell, Checked, RowInReading } from "./field";

/** A currency code in upper case. */
export function readCurrency(cell: Cell): Checked<string> {
  const code = currencyCode(cell.value);
  if (code !== undefined) return { value: code };
  return { fault: ingestError(/\p{Sc}/u.test(cell.value) ? "currency_symbol" : "currency_unknown", cell) };
}

/** The currency that a text names, in upper case. */
export function currencyCode(text: string): string | undefined {
  const code = text.trim().toUpperCase();
  return currencyDigits(code) === undefined ? undefined : code;
}

/** Minor units of the row's currency. */
export function readAmount(cell: Cell, { values }: RowInReading): Checked<bigint> {
  const currency = currencyCode(values.currency ?? "");
  const parsed = parseAmount(cell.value, currency ?? "USD");
  if ("amountMinor" in parsed) return { value: parsed.amountMinor };
  switch (parsed.problem) {
    case "not_plain":
      return { fault: notationFault(cell, currency) };
    case "not_positive":
      return { fault: ingestError("amount_not_positive", cell) };
    case "too_large":
      // How large is too large depends on the currency. The value is never used: the row is refused for its currency.
      if (currency === undefined) return { value: 0n };
      return { fault: ingestError("amount_too_large", { ...cell, limit: formatMoney(maxAmountMinor, currency) }) };
    case "too_many_digits":
      return currency === undefined ? { value: 0n } : { fault: tooManyDigits(cell, currency) };
  }
}

function tooManyDigits(cell: Cell, currency: string): IngestError {
  const digits = currencyDigits(currency) || "none";
  const readings = amountReadings(cell.value, currency);
  const exact = readings.find(({ how }) => how === "");
  if (exact) return ingestError("amount_zeros_beyond", { ...cell, currency, digits, write: exact.value });
  const found = cell.value.split(".")[1]?.length ?? 0;
  const or = readings.length > 0 ? `; or ${inWords(readings)}` : "";
  return ingestError("amount_too_many_digits", { ...cell, currency, digits, found, or });
}

/** Values with their conditions: "1234.00, if the comma separates thousands; or 1.234, if the comma separates decimals". */
const inWords = (readings: readonly AmountReading[]): string =>
  readings.map(({ value, how }) => `${value}, ${how}`).join("; or ");

/** How a text is known that is not plain digits. The first that fits is told, with what the text may mean. */
const readableNotations = [
  ["amount_exponent", /^[\d.,]+e[+-]?\d+$/i],
  ["amount_grouped", /^[1-9]\d{0,2}(?:[,.'\u2019 \u00a0\u2009\u202f]\d{3})+(?:\.\d+)?$/],
  // Indian lakh and crore: 12,34,567.
  ["amount_grouped", /^[1-9]\d?(?:,\d{2})+,\d{3}(?:\.\d+)?$/],
  ["amount_decimal_comma", /^(?:\d+|[1-9]\d{0,2}(?:[.'\u2019 \u00a0\u2009\u202f]\d{3})+),\d+$/],
  ["amount_plus_sign", /^\+\s*\d[\d.,]*$/],
  ["amount_point_at_edge", /^(?:\.\d+|\d+\.)$/],
  ["amount_other_digits", /^[\p{Nd}.,\s]*(?![0-9])\p{Nd}[\p{Nd}.,\s]*$/u],
] as const;

/** The same of a text that cannot be read without knowing what was meant. */
const unclearNotations = [
  ["amount_not_positive", /^[-\u2212]\s*[\d.,]+$/],
  ["amount_in_parentheses", /^\(.*\d.*\)$/],
  ["amount_percent", /\d\s*[%\u2030]/],
  ["amount_date", /^\d{1,4}([-/])\d{1,2}\1\d{1,4}(?:[T ].*)?$/],
  ["amount_fraction", /\d\s*[/\u2044]\s*\d|[\u00bc-\u00be\u2150-\u215e]/],
  ["amount_several_signs", /^[\d.,'\u2019\s+\u2212-]*\d[\d.,'\u2019\s]*[+\u2212-]|^\s*[+\u2212-]\s*[+\u2212-]/],
  ["amount_separators_unclear", /^[\d.,'\u2019\s]*\d[\d.,'\u2019\s]*$/],
] as const;

function notationFault(cell: Cell, currency: string | undefined): IngestError {
  const fits = ([, pattern]: readonly [string, RegExp]) => pattern.test(cell.value);
  const readable = readableNotations.find(fits);
  if (readable) return ingestError(readable[0], { ...cell, write: advice(cell, currency) });
  const unclear = unclearNotations.find(fits);
  if (unclear) return ingestError(unclear[0], cell);
  if (!/\d/.test(cell.value)) return ingestError("amount_not_a_number", cell);
  const mark = /\p{Sc}|(?<!\p{L})[A-Z]{3}(?!\p{L})/u.exec(cell.value)?.[0];
  if (mark !== undefined) return currencyFault(cell, mark, currency);
  const letters = [...new Set(cell.value.match(/\p{L}/gu) ?? [])].join(", ");
  return letters === ""
    ? ingestError("amount_not_a_number", cell)
    : ingestError("amount_with_letters", { ...cell, letters });
}

function currencyFault(cell: Cell, mark: string, currency: string | undefined): IngestError {
  if (currency !== undefined && !canMean(mark, currency))
    return ingestError("amount_other_currency", { ...cell, mark, currency });
  return ingestError("amount_with_currency", { ...cell, mark, write: advice(cell, currency) });
}

/** Without a known currency nothing can be said of an amount but its notation. */
function advice(cell: Cell, currency: string | undefined): string {
  const readings = currency === undefined ? [] : amountReadings(cell.value, currency);
  return readings.length > 0
    ? inWords(readings)
    : `with these digits it is no amount${currency ? ` in ${currency}` : ""}`;
}
