import { currencyDigits, formatMoney, maxAmountMinor, parseAmount, toDecimal, type AmountProblem } from "@/lib/money";
import { ingestError, type IngestError } from "@/lib/ingest-errors/table";
import type { Cell, Checked, RowInReading } from "./field";

/** A currency code in upper case. */
export function readCurrency(cell: Cell): Checked<string> {
  const code = currencyCode(cell.value);
  if (code !== undefined) return { value: code };
  return { fault: ingestError(/\p{Sc}/u.test(cell.value) ? "currency_symbol" : "currency_unknown", cell) };
}

/** The currency that a text names, in upper case. */
function currencyCode(text: string): string | undefined {
  const code = text.trim().toUpperCase();
  return currencyDigits(code) === undefined ? undefined : code;
}

/** These depend on the currency, so they cannot be named where it is wrong. */
const perCurrency: ReadonlySet<AmountProblem> = new Set(["too_many_digits", "too_large"]);

/** Minor units of the row's currency. */
export function readAmount(cell: Cell, { values }: RowInReading): Checked<bigint> {
  const currency = currencyCode(values.currency ?? "");
  const parsed = parseAmount(cell.value, currency ?? "USD");
  if ("amountMinor" in parsed) return { value: parsed.amountMinor };
  // Never used: a row whose currency is wrong is refused for that.
  if (currency === undefined && perCurrency.has(parsed.problem)) return { value: 0n };
  return { fault: amountFault(cell, parsed.problem, currency ?? "USD") };
}

function amountFault(cell: Cell, problem: AmountProblem, currency: string): IngestError {
  const details = { ...cell, write: amountAdvice(cell.value, currency) };
  if (problem === "too_large")
    return ingestError("amount_too_large", { ...cell, limit: formatMoney(maxAmountMinor, currency) });
  if (problem === "too_many_digits")
    return ingestError("amount_too_many_digits", { ...details, currency, digits: currencyDigits(currency) || "none" });
  if (problem === "not_positive") return ingestError("amount_not_positive", cell);
  if (problem === "grouped") return ingestError("amount_grouped", details);
  if (problem === "decimal_comma") return ingestError("amount_decimal_comma", details);
  if (problem === "exponent") return ingestError("amount_exponent", details);
  const mixed = /\d/.test(cell.value) && /\p{Sc}|(^|[\d\s])[A-Z]{3}($|[\d\s])/u.test(cell.value);
  return mixed
    ? ingestError("amount_with_currency", cell)
    : ingestError("amount_not_a_number", { ...cell, write: amountExample(currency) });
}

/**
 * How a refused amount could be meant, in the notation that is accepted: "1234 or 1234.00". An example when no reading
 * fits the currency.
 */
function amountAdvice(text: string, currency: string): string {
  const readings = [...new Set(possibleReadings(text.trim()).flatMap((reading) => spellings(reading, currency)))];
  return readings.length > 0 ? readings.join(" or ") : amountExample(currency);
}

/** An amount as it may be written, for a text that is none in any notation. */
const amountExample = (currency: string): string => toDecimal(exampleMinor(currency), currency);

/** Each amount that the text may mean, as a plain decimal; none when no reading fits the currency. */
export const amountReadings = (text: string, currency: string): string[] => [
  ...new Set(
    possibleReadings(text.trim()).flatMap((reading) => {
      const parsed = parseAmount(reading, currency);
      return "problem" in parsed ? [] : [toDecimal(parsed.amountMinor, currency)];
    }),
  ),
];

function possibleReadings(text: string): string[] {
  const shortened = /^(\d+)(?:[.,](\d+))?e\+?(\d{1,2})$/i.exec(text);
  if (shortened) return withoutExponent(shortened[1]!, shortened[2] ?? "", Number(shortened[3]));
  const lastComma = text.lastIndexOf(",");
  const plain = (part: string) => part.replace(/[^\d]/g, "");
  const commaAsPoint =
    lastComma === -1 ? [] : [`${plain(text.slice(0, lastComma))}.${plain(text.slice(lastComma + 1))}`];
  if (/^\d+\.\d{3}$/.test(text)) return [plain(text)];
  if (/^\d+\.\d+$/.test(text)) return [text.replace(/0+$/, "").replace(/\.$/, "")];
  if (/^\d+,\d{3}$/.test(text) || (text.match(/,/g) ?? []).length > 1)
    return [withoutGroups(text), ...onlyIfExact(commaAsPoint)];
  if (lastComma > text.lastIndexOf(".")) return commaAsPoint;
  return [withoutGroups(text)];
}

/** All the digits that scientific notation left; none when some of them are decimals still. */
const withoutExponent = (whole: string, fraction: string, exponent: number): string[] =>
  fraction.length > exponent ? [] : [`${whole}${fraction.padEnd(exponent, "0")}`];

/** A comma before three digits can be a decimal one only where a currency has three. */
const onlyIfExact = (readings: string[]) => readings.filter((reading) => (reading.split(".")[0] ?? "").length <= 3);

/** Every separator but a final decimal point goes: "1,234.50" → "1234.50", "1.234.567" → "1234567". */
function withoutGroups(text: string): string {
  const point = text.lastIndexOf(".");
  const isDecimal = point !== -1 && text.indexOf(".") === point && /[^\d.]/.test(text) && point > text.search(/[^\d.]/);
  return isDecimal ? `${text.slice(0, point).replace(/\D/g, "")}${text.slice(point)}` : text.replace(/\D/g, "");
}

/** A reading as it may be written, when it is an amount of this currency at all. */
function spellings(reading: string, currency: string): string[] {
  const parsed = parseAmount(reading, currency);
  if ("problem" in parsed) return [];
  return reading.includes(".")
    ? [toDecimal(parsed.amountMinor, currency)]
    : [reading, toDecimal(parsed.amountMinor, currency)];
}

const exampleMinor = (currency: string) => 1_234n * 10n ** BigInt(currencyDigits(currency) ?? 0);
