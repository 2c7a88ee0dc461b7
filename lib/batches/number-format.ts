/**
 * How a sheet shows a number. "odd" is what shows another number than it holds (thousands, fractions, hours beyond a day): such a cell is
 * handed on with its format, so that it is refused and never read as something else.
 */
export type NumberFormat =
  | { kind: "general" }
  | { kind: "exponent" }
  | { kind: "odd"; code: string }
  | { kind: "date"; hasDate: boolean; hasDay: boolean; hasTime: boolean }
  | { kind: "digits"; decimals: number; integerDigits: number; isPercent: boolean; before: string; after: string };

export const generalFormat: NumberFormat = { kind: "general" };

/** What stands for itself: quoted, escaped, or a currency in brackets. */
const literal = /"([^"]*)"|\\(.)|\[\$([^\]-]*)[^\]]*\]/g;
/** Colors, conditions, and room left for the looks. */
const invisible = /\[(?!h+\]|m+\]|s+\])[^\]]*\]|_.|\*./gi;

/** Reads a format code such as `#,##0.00` or `yyyy-mm-dd`. Only its first section, for positive numbers, shows amounts that can be paid. */
export function parseNumberFormat(code: string): NumberFormat {
  const [first = ""] = code.match(/^(?:"[^"]*"|\\.|[^;"\\]|["\\])*?(?=;|$)/) ?? [];
  const bare = first.replace(invisible, keepLiterals).replace(literal, "");
  if (bare.trim() === "" || /general|@/i.test(bare)) return generalFormat;
  if (/E[+-]/i.test(bare)) return { kind: "exponent" };
  if (/\[[hms]+\]/i.test(bare)) return { kind: "odd", code };
  if (/[ymdhs]/i.test(bare)) return dateFormat(bare.toLowerCase());
  if (/\/|[0#?],+(?![0#?,])/.test(bare) || !/[0#?]/.test(bare)) return { kind: "odd", code };
  return digitsFormat(first.replace(invisible, keepLiterals), bare);
}

/** A currency in brackets looks like a condition. */
const keepLiterals = (match: string) => (match.startsWith("[$") ? match : "");

function dateFormat(code: string): NumberFormat {
  const hasTime = /[hs]/.test(code);
  const hasDate = /[yd]/.test(code) || !hasTime;
  return { kind: "date", hasDate, hasDay: code.includes("d"), hasTime };
}

function digitsFormat(section: string, bare: string): NumberFormat {
  const [integer = "", decimals = ""] = bare.split(".");
  const zeros = (text: string) => text.replace(/[^0]/g, "").length;
  const shown = section.replace(literal, (_, quoted?: string, escaped?: string, currency?: string) => (quoted ?? escaped ?? currency ?? "").replace(/[0#?]/g, ""));
  const place = /[0#?][0#?,.]*/.exec(shown);
  const before = shown.slice(0, place?.index ?? 0).trim();
  const after = shown.slice((place?.index ?? 0) + (place?.[0].length ?? 0)).replaceAll("%", "").trim();
  return { kind: "digits", decimals: zeros(decimals), integerDigits: zeros(integer), isPercent: bare.includes("%"), before, after };
}
