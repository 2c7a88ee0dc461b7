import { getLocale, isValidFormat, tokenize, type Token } from "numfmt";

/**
 * How a sheet shows a number. "odd" is what shows another number than it holds (thousands, fractions, hours beyond a
 * day): such a cell is passed on with its format, so that it is refused and never read as something else. "pattern" has
 * other text between its digits, as a telephone number has. `isKnown` means that the file
 * alone says how a date looks, `isRegional` that it looks so in America.
 */
export type NumberFormat = { code: string } & (
  | { kind: "exponent" }
  | { kind: "odd" }
  | { kind: "pattern" }
  | { kind: "general"; before: string; after: string }
  | { kind: "date"; hasDate: boolean; hasDay: boolean; hasTime: boolean; isKnown: boolean; isRegional: boolean }
  | { kind: "digits"; decimals: number; integerDigits: number; isPercent: boolean; before: string; after: string }
  | { kind: "conditional"; sections: { holds: (value: number) => boolean; format: NumberFormat }[] }
);

export const generalFormat: NumberFormat = { kind: "general", code: "General", before: "", after: "" };

/**
 * Reads a format code such as `#,##0.00` or `yyyy-mm-dd`. Without conditions only its first section, for positive
 * numbers, shows amounts that can be paid.
 */
export function parseNumberFormat(code: string): NumberFormat {
  const sections: Token[][] = [[]];
  for (const token of tokenize(code)) {
    if (token.type === "BREAK") sections.push([]);
    else sections.at(-1)!.push(token);
  }
  if (sections.some((tokens) => tokens.some(({ type }) => type === "CONDITION"))) return conditional(code, sections);
  if (code === "") return generalFormat;
  return sections[0]!.length === 0 ? { kind: "odd", code } : ofSection(sections[0]!);
}

const tests: Record<string, (value: number, limit: number) => boolean> = {
  "<": (value, limit) => value < limit,
  "<=": (value, limit) => value <= limit,
  ">": (value, limit) => value > limit,
  ">=": (value, limit) => value >= limit,
  "=": (value, limit) => value === limit,
  "<>": (value, limit) => value !== limit,
};

/**
 * The first section that holds shows a number; of three, one in the middle without a condition is for what is below
 * zero.
 */
function conditional(code: string, sections: readonly Token[][]): NumberFormat {
  const choices = sections.slice(0, 3).map((tokens, index) => {
    const condition = tokens.find(({ type }) => type === "CONDITION")?.value;
    const [, comparison = "", limit] = /^([<>=]+)(.*)$/.exec(condition ?? "") ?? [];
    const otherwise = index === 1 && sections.length > 2 ? (value: number) => value < 0 : () => true;
    return {
      holds: condition === undefined ? otherwise : (value: number) => tests[comparison]!(value, Number(limit)),
      format: ofSection(tokens.filter(({ type }) => type !== "CONDITION")),
    };
  });
  return { kind: "conditional", code, sections: choices };
}

function ofSection(tokens: readonly Token[]): NumberFormat {
  const code = tokens.map(({ raw }) => raw).join("");
  const types = new Set(tokens.map(({ type }) => type));
  if (types.has("GENERAL")) return generalLike(code, tokens);
  if (types.has("TEXT")) return generalFormat;
  if (types.has("EXP")) return { kind: "exponent", code };
  if (types.has("DURATION")) return { kind: "odd", code };
  if (types.has("AMPM") || tokens.some(isDatePart)) return dateFormat(code, tokens);
  return digitsFormat(code, tokens);
}

function generalLike(code: string, tokens: readonly Token[]): NumberFormat {
  const at = tokens.findIndex(({ type }) => type === "GENERAL");
  if (tokens.some(({ type }) => type === "PERCENT")) return { kind: "odd", code };
  return { kind: "general", code, before: textOf(tokens.slice(0, at)), after: textOf(tokens.slice(at + 1)) };
}

const isDatePart = ({ type, value }: Token) => type === "DATETIME" && /^[ymdhs]/i.test(value);

function dateFormat(code: string, tokens: readonly Token[]): NumberFormat {
  const parts = tokens.map((token) => (isDatePart(token) ? token.value.toLowerCase() : "")).join("");
  const hasTime = /[hs]/.test(parts);
  const hasDate = /[yd]/.test(parts) || !hasTime;
  const isKnown = isValidFormat(code) && tokens.every(isUnderstood);
  return { kind: "date", code, hasDate, hasDay: parts.includes("d"), hasTime, isKnown, isRegional: false };
}

/** Not the looks that a computer chooses, other calendars, other digits, or languages whose names are not known. */
function isUnderstood(token: Token): boolean {
  const { type, value } = token;
  if (type === "DATETIME") return isDatePart(token);
  if (type === "CHAR") return !/\p{L}/u.test(value);
  if (type !== "LOCALE") return !["MODIFIER", "CALENDAR", "DBNUM", "NATNUM"].includes(type);
  const tag = /^-(?!x-)(.+)/.exec(value)?.[1];
  const language = tag !== undefined && /^[0-9a-f]{3,8}$/i.test(tag) ? parseInt(tag, 16) : tag;
  return language !== undefined && !(Number(language) > 0xf000) && getLocale(language) !== undefined;
}

/** Nothing that can be read: colors and empty space. A percent sign is shown with the digits. */
const unseen = ["COLOR", "MODIFIER", "DBNUM", "NATNUM", "SKIP", "FILL", "PERCENT"];

/** What a cell shows beside its digits; of a language in brackets only its currency. */
const textOf = (tokens: readonly Token[]): string =>
  tokens
    .map(({ type, value }) => (unseen.includes(type) ? "" : type === "LOCALE" ? value.split("-")[0] : value))
    .join("");

const letters: Partial<Record<Token["type"], string>> = {
  ZERO: "0",
  HASH: "0",
  QMARK: "0",
  GROUP: ",",
  COMMA: ",",
  SCALE: ",",
  POINT: ".",
  SLASH: "/",
  PERCENT: "%",
};
const groupSeparator = /^[ \u00a0\u2009\u202f'\u2019,]$/;
/**
 * Text, digits in one run, decimals, text. What is written between thousands is no part of the number: a comma, or spaces
 * and the like before groups of three (in India also of two).
 */
const oneRun = /^([^0,.]*)([0,]*(?: 0{2,3})*(?<! 00))((?:\.0*)?)([^0]*)$/;

function digitsFormat(code: string, tokens: readonly Token[]): NumberFormat {
  const shown = tokens.filter((token) => token.type === "PERCENT" || textOf([token]) !== "");
  const shape = shown.map(({ type, value }) => letters[type] ?? (groupSeparator.test(value) ? " " : "x")).join("");
  const isPercent = shape.includes("%");
  const run = oneRun.exec(shape);
  // Fractions, thousands, no digits at all, and formats of which the library cannot tell what they show.
  if (/\/|0,+(?![0,])/.test(shape.replace(/[ x]/g, "")) || !shape.includes("0")) return { kind: "odd", code };
  if (!run) return { kind: isPercent || !isValidFormat(code) ? "odd" : "pattern", code };
  let at = 0;
  const [before = [], integer = [], decimals = [], after = []] = run
    .slice(1)
    .map(({ length }) => shown.slice(at, (at += length)));
  const zeros = (digits: readonly Token[]) => digits.filter(({ type }) => type === "ZERO").length;
  const text = { before: textOf(before), after: textOf(after) };
  return { kind: "digits", code, decimals: zeros(decimals), integerDigits: zeros(integer), isPercent, ...text };
}
