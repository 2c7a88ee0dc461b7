import type { NumberFormat } from "./number-format";

/** Spreadsheets reckon with this many digits; what stands behind them is noise of the machine. */
const exactDigits = 15;
/** A number without a format is shown with an exponent from here on. */
const generalLimit = 1e11;

/**
 * A number cell as text: plain digits with at least the decimals that the sheet shows, never with fewer than the number has, and never with
 * a comma between thousands. Days and times in ISO 8601. A number that the sheet shows with an exponent keeps it, and is refused for that.
 * @param text the number as the file has it
 */
export function shownNumber(text: string, format: NumberFormat, from1904: boolean): string {
  const value = Number(text);
  if (text.trim() === "" || !Number.isFinite(value)) return text;
  if (format.kind === "date") return shownDate(value, format, from1904) ?? plainDecimal(value, 0, 1);
  if (format.kind === "odd") return `${plainDecimal(value, 0, 1)} in the format ${format.code}`;
  if (format.kind === "exponent") return exponential(value, exactDigits);
  if (Math.abs(value) >= 10 ** exactDigits) return exponential(value, exactDigits);
  if (format.kind === "general") return Math.abs(value) >= generalLimit ? exponential(value, 6) : plainDecimal(value, 0, 1);
  const digits = plainDecimal(format.isPercent ? value * 100 : value, format.decimals, format.integerDigits);
  return `${format.before}${digits}${format.isPercent ? "%" : ""}${format.after}`;
}

function exponential(value: number, digits: number): string {
  const [mantissa = "", exponent = ""] = value.toExponential(digits - 1).split("e");
  const short = mantissa.includes(".") ? mantissa.replace(/\.?0+$/, "") : mantissa;
  return `${short}E${exponent.replace(/^([+-])(\d)$/, "$10$2")}`;
}

/** All digits of a number, none of them an exponent. */
function plainDecimal(value: number, decimals: number, integerDigits: number): string {
  const [mantissa = "", exponent = "0"] = Math.abs(value).toExponential(exactDigits - 1).split("e");
  const digits = mantissa.replace(".", "");
  const point = Number(exponent) + 1;
  const integer = point > 0 ? digits.slice(0, point).padEnd(point, "0") : "";
  const fraction = (point > 0 ? digits.slice(point) : "0".repeat(-point) + digits).replace(/0+$/, "").padEnd(decimals, "0");
  const sign = value < 0 ? "-" : "";
  return `${sign}${integer.replace(/^0+/, "").padStart(Math.max(integerDigits, 1), "0")}${fraction === "" ? "" : `.${fraction}`}`;
}

const secondsPerDay = 86_400;
const two = (part: number) => String(part).padStart(2, "0");

/** Undefined for what is no day of a spreadsheet's calendar. */
function shownDate(serial: number, { hasDate, hasDay, hasTime }: NumberFormat & { kind: "date" }, from1904: boolean): string | undefined {
  const seconds = Math.round(serial * secondsPerDay);
  if (serial < 0 || serial >= 2_958_466) return undefined;
  const moment = new Date(firstDay(serial, from1904) + seconds * 1_000);
  const time = `${two(moment.getUTCHours())}:${two(moment.getUTCMinutes())}${moment.getUTCSeconds() > 0 ? `:${two(moment.getUTCSeconds())}` : ""}`;
  if (!hasDate) return time;
  const day = hasDay || hasTime ? moment.toISOString().slice(0, 10) : moment.toISOString().slice(0, 7);
  return hasTime ? `${day}T${time}` : day;
}

/** Spreadsheets believe that 1900 was a leap year, so the days after its February count from a day earlier. */
function firstDay(serial: number, from1904: boolean): number {
  if (from1904) return Date.UTC(1904, 0, 1);
  return serial < 60 ? Date.UTC(1899, 11, 31) : Date.UTC(1899, 11, 30);
}
