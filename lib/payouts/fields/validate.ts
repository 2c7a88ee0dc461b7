import { z } from "zod";
import { currencyDigits, formatMoney, maxAmountMinor, parseAmount, type AmountProblem } from "@/lib/money";
import { maxYearsAhead, parseExpiry, type ExpiryContext } from "./expiry";
import { foldAnswer, shortestAnswer } from "./verification";
import { amountAdvice, amountExample } from "./amount-advice";
import { columnNames, columnTable, type ColumnName } from "@/lib/payouts/fields/table";
import { ingestError, type IngestError } from "@/lib/ingest-errors/table";
import { lostCharacter } from "@/lib/storable";
import { isUnshown } from "@/lib/payouts/fields/unshown";

/** Text of a record by column; a column that the file does not have is absent. */
export type RowValues = Partial<Record<ColumnName, string>>;

/** What a good record says about its payout. */
export type PayoutFields = {
  recipientName: string;
  recipientEmail: string;
  /** Minor units of `currency`. */
  amountMinor: bigint;
  currency: string;
  reference: string;
  /** Null where the record leaves it to the organization's usual lifetime. */
  expiresAt: Date | null;
  /** What the recipient must answer; null where they are to get a code by email. */
  verificationCode: string | null;
};

type Cell = { line: number; column: ColumnName; value: string };
type Checked<T> = { value: T } | { fault: IngestError };

/** Reads one record; pure. All its faults are named at once, so that it has to be repaired only once. */
export function validateRow(
  values: RowValues,
  line: number,
  context: ExpiryContext,
): { fields: PayoutFields } | { faults: IngestError[] } {
  const cell = (column: ColumnName): Cell => ({ line, column, value: values[column]?.trim() ?? "" });
  const general = columnNames.flatMap((column) => generalFault(cell(column)) ?? []);
  const sound = <T>(column: ColumnName, check: (cell: Cell) => Checked<T>): Checked<T> | undefined =>
    general.some((fault) => fault.column === column) ? undefined : check(cell(column));
  const currency = sound("currency", checkCurrency);
  const code = currency && "value" in currency ? currency.value : undefined;
  const checked = {
    recipientEmail: sound("email", checkEmail),
    amountMinor: sound("amount", (amount) => checkAmount(amount, code)),
    currency,
    reference: sound("reference", checkReference),
    expiresAt: sound("expires_at", (expiry) => checkExpiry(expiry, context)),
    verificationCode: sound("verification_code", (answer) => checkVerification(answer, values)),
  };
  const faults = [...general, ...Object.values(checked).flatMap((one) => (one && "fault" in one ? [one.fault] : []))];
  if (faults.length > 0) return { faults };
  return { fields: { recipientName: cell("recipient_name").value, ...passed(checked) } };
}

/** The values of checks that all succeeded. */
function passed<T extends object>(checks: { [Key in keyof T]: Checked<T[Key]> | undefined }): T {
  const entries = Object.entries(checks as Record<string, Checked<unknown> | undefined>).map(([key, check]) => {
    if (check === undefined || "fault" in check) throw new Error(`${key} did not pass its check`);
    return [key, check.value];
  });
  return Object.fromEntries(entries) as T;
}

/**
 * Control characters, halves of characters, and those that turn the direction of text and so can make a name read as
 * another. The plain marks of Hebrew and Arabic may stay.
 */
const invisible = /[\p{Cc}\p{Cs}\u202a-\u202e\u2066-\u2069]/u;

/** What spreadsheets show, and export, in place of a value. */
const spreadsheetError = /^#(N\/A|REF!|VALUE!|DIV\/0!|NAME\?|NUM!|NULL!|SPILL!|CALC!|GETTING_DATA|#+)$/;

function generalFault(cell: Cell): IngestError | undefined {
  const { label, required, example, maxLength } = columnTable[cell.column];
  if (cell.value === "") return required ? ingestError("required", { ...cell, label, example }) : undefined;
  if (isUnshown(cell.value)) return ingestError("format_unreadable", cell);
  const length = [...cell.value].length;
  if (length > maxLength) return ingestError("too_long", { ...cell, label, length, limit: maxLength });
  if (spreadsheetError.test(cell.value)) return ingestError("spreadsheet_error", cell);
  if (cell.value.startsWith("=")) return ingestError("formula_text", cell);
  if (cell.value.includes(lostCharacter)) return ingestError("lost_character", { ...cell, label });
  const character = invisible.exec(cell.value)?.[0];
  if (character === undefined) return undefined;
  return ingestError("control_character", {
    ...cell,
    label,
    character: `U+${character.codePointAt(0)!.toString(16).toUpperCase().padStart(4, "0")}`,
  });
}

const address = z.email();

function checkEmail(cell: Cell): Checked<string> {
  if (address.safeParse(cell.value).success) return { value: cell.value };
  const several = cell.value.split(/[;,\s]+/).filter((part) => part.includes("@")).length > 1;
  return { fault: ingestError(several ? "email_several" : "email_invalid", cell) };
}

function checkCurrency(cell: Cell): Checked<string> {
  const code = cell.value.toUpperCase();
  if (currencyDigits(code) !== undefined) return { value: code };
  return { fault: ingestError(/\p{Sc}/u.test(cell.value) ? "currency_symbol" : "currency_unknown", cell) };
}

/** These depend on the currency, so they cannot be told where it is wrong. */
const perCurrency: ReadonlySet<AmountProblem> = new Set(["too_many_digits", "too_large"]);

function checkAmount(cell: Cell, currency: string | undefined): Checked<bigint> {
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

function checkReference(cell: Cell): Checked<string> {
  return isShortened(cell.value) ? { fault: ingestError("reference_exponent", cell) } : { value: cell.value };
}

function checkExpiry(cell: Cell, context: ExpiryContext): Checked<Date | null> {
  if (cell.value === "") return { value: null };
  const parsed = parseExpiry(cell.value, context);
  if ("expiresAt" in parsed) return { value: parsed.expiresAt };
  if (parsed.problem === "too_far")
    return { fault: ingestError("expires_at_too_far", { ...cell, limit: maxYearsAhead }) };
  return { fault: ingestError(`expires_at_${parsed.problem}`, cell) };
}

/** What a recipient is shown before they prove who they are: an answer that stands there proves nothing. */
const shownBefore = ["reference", "recipient_name", "email"] as const;

function checkVerification(cell: Cell, values: RowValues): Checked<string | null> {
  if (cell.value === "") return { value: null };
  const folded = foldAnswer(cell.value);
  if (isShortened(cell.value)) return { fault: ingestError("verification_code_exponent", cell) };
  if ([...folded].length < shortestAnswer)
    return { fault: ingestError("verification_code_short", { ...cell, limit: shortestAnswer }) };
  const shown = shownBefore.find((column) => foldAnswer(values[column] ?? "").includes(folded));
  if (shown)
    return {
      fault: ingestError("verification_code_shown", { ...cell, where: columnTable[shown].label.toLowerCase() }),
    };
  return { value: cell.value };
}

/** A long number as a spreadsheet shortens it. */
const isShortened = (text: string) => /^\d([.,]\d+)?E\+\d+$/i.test(text);
