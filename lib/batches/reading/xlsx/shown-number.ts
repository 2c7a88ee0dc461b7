import { format as asText } from "numfmt";
import type { NumberFormat } from "./number-format";
import type { Reading } from "@/lib/payouts/fields/field";
import { unreadableCell } from "@/lib/payouts/fields/cell";

/** Spreadsheets calculate with this many digits; further ones are errors of rounding. */
const exactDigits = 15;
/** A number without a format is shown with an exponent from here on. */
const generalLimit = 1e11;

type ReadingOf = { from1904?: boolean; reads?: Reading | undefined };

/**
 * A number cell as text, as the sheet shows it. Plain digits have at least the decimals that it shows, never fewer than
 * the number has, and never anything between thousands. A number that the sheet shows with an exponent keeps it, and is
 * refused for that; so is what is not known, or would be another amount than the number is: it is passed on with its
 * format.
 * @param text the number as the file has it
 */
export function shownNumber(text: string, format: NumberFormat, { from1904 = false, reads }: ReadingOf = {}): string {
  const value = Number(text);
  if (text.trim() === "" || !Number.isFinite(value)) return text;
  if (format.kind === "conditional") {
    const chosen = format.sections.find(({ holds }) => holds(value));
    return chosen
      ? shownNumber(text, chosen.format, { from1904, reads })
      : unreadableCell(plainDecimal(value, 0, 1), format.code);
  }
  if (format.kind === "date") return shownDate(value, format, { from1904, reads });
  return (
    (isAnother(value, format, reads) ? undefined : shownDigits(value, format)) ??
    unreadableCell(plainDecimal(value, 0, 1), format.code)
  );
}

type Dated = Extract<NumberFormat, { kind: "date" }>;
type Digital = Exclude<NumberFormat, { kind: "date" | "conditional" }>;

/**
 * Whether what is shown would read as another number: the format adds digits beside the cell's, or text
 * between them.
 */
function isAnother(value: number, format: Digital, reads: Reading | undefined): boolean {
  if (format.kind === "pattern") return reads === "amount";
  return (
    "before" in format && /\d/.test(format.before + format.after) && (reads === "amount" || !Number.isInteger(value))
  );
}

/** Undefined for what cannot be shown without the loss of digits, or would show another number. */
function shownDigits(value: number, format: Digital): string | undefined {
  if (format.kind === "odd") return undefined;
  if (format.kind === "exponent" || Math.abs(value) >= 10 ** exactDigits) return exponential(value, exactDigits);
  if (format.kind === "pattern") return shownPattern(Number(value.toPrecision(exactDigits)), format.code);
  if (format.kind === "general") {
    const digits = Math.abs(value) >= generalLimit ? exponential(value, 6) : plainDecimal(value, 0, 1);
    return `${format.before}${digits}${format.after}`.trim();
  }
  const digits = plainDecimal(Math.abs(format.isPercent ? value * 100 : value), format.decimals, format.integerDigits);
  return `${value < 0 ? "-" : ""}${`${format.before}${digits}${format.isPercent ? "%" : ""}${format.after}`.trim()}`;
}

const shownPattern = (value: number, code: string) =>
  Number.isInteger(value) ? asText(code, value).trim() : undefined;

function exponential(value: number, digits: number): string {
  const [mantissa = "", exponent = ""] = value.toExponential(digits - 1).split("e");
  const short = mantissa.includes(".") ? mantissa.replace(/\.?0+$/, "") : mantissa;
  return `${short}E${exponent.replace(/^([+-])(\d)$/, "$10$2")}`;
}

/** All digits of a number, none of them an exponent. */
function plainDecimal(value: number, decimals: number, integerDigits: number): string {
  const [mantissa = "", exponent = "0"] = Math.abs(value)
    .toExponential(exactDigits - 1)
    .split("e");
  const digits = mantissa.replace(".", "");
  const point = Number(exponent) + 1;
  const integer = point > 0 ? digits.slice(0, point).padEnd(point, "0") : "";
  const fraction = (point > 0 ? digits.slice(point) : "0".repeat(-point) + digits)
    .replace(/0+$/, "")
    .padEnd(decimals, "0");
  const sign = value < 0 ? "-" : "";
  return `${sign}${integer.replace(/^0+/, "").padStart(Math.max(integerDigits, 1), "0")}${fraction === "" ? "" : `.${fraction}`}`;
}

const secondsPerDay = 86_400;
const two = (part: number) => String(part).padStart(2, "0");

/** Past the last day of a spreadsheet's calendar. */
const endOfDays = 2_958_466;
/** From the first day of 1900, as a spreadsheet counts, to that of 1904. */
const until1904 = 1_462;

function shownDate(value: number, format: Dated, { from1904, reads }: ReadingOf): string {
  const serial = from1904 ? value + until1904 : value;
  if (value < 0 || serial >= endOfDays) return unreadableCell(plainDecimal(value, 0, 1), format.code);
  const day = isoDate(serial, format);
  if (reads === "day") return day;
  const isGuessed = !format.isKnown || reads === "amount" || (format.isRegional && reads === "answer");
  return isGuessed ? unreadableCell(day, format.code) : asText(format.code, serial).trim();
}

function isoDate(serial: number, { hasDate, hasDay, hasTime }: Dated): string {
  const moment = new Date(firstDay(serial) + Math.round(serial * secondsPerDay) * 1_000);
  const time = `${two(moment.getUTCHours())}:${two(moment.getUTCMinutes())}${moment.getUTCSeconds() > 0 ? `:${two(moment.getUTCSeconds())}` : ""}`;
  if (!hasDate) return time;
  const day = hasDay || hasTime ? moment.toISOString().slice(0, 10) : moment.toISOString().slice(0, 7);
  return hasTime ? `${day}T${time}` : day;
}

/** Spreadsheets believe that 1900 was a leap year, so the days after its February count from a day earlier. */
const firstDay = (serial: number): number => (serial < 60 ? Date.UTC(1899, 11, 31) : Date.UTC(1899, 11, 30));

/**
 * A date of ISO 8601 as the number that a workbook has for it; its offset does not count. Undefined for anything else.
 */
export function serialOf(text: string, from1904: boolean): string | undefined {
  const time = /^\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d(\.\d+)?)?)?/.exec(text)?.[0];
  const days =
    time === undefined
      ? NaN
      : (Date.parse(`${time}${time.includes("T") ? "" : "T00:00"}Z`) - Date.UTC(1899, 11, 30)) /
        (secondsPerDay * 1_000);
  return Number.isNaN(days) ? undefined : String(days - (from1904 ? until1904 : 0));
}
