import { getLocale } from "numfmt";

/**
 * How a sheet shows a number. "odd" is what shows another number than it holds (thousands, fractions, hours beyond a
 * day): such a cell is handed on with its format, so that it is refused and never read as something else. "pattern" has
 * other text between its digits, as a telephone number has. A date is `known` when the file alone tells what is shown,
 * and `regional` when Excel's table tells it for America.
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
 * Text that stands for itself (quoted, escaped, a currency in brackets); time beyond its clock; and what is not seen:
 * colors, conditions, room.
 */
const token = /"([^"]*)"|\\(.)|\[\$([^\]-]*)[^\]]*\]|\[(?:h+|m+|s+)\]|(\[[^\]]*\]|[_*].)/gisu;
const section = /(?:"[^"]*"|[\\_*].|\[[^\]]*\]|[^;])+/gsu;
const condition = /\[\s*(<=|>=|<>|<|>|=)\s*(-?\d+(?:\.\d+)?)\s*\]/;

/**
 * Reads a format code such as `#,##0.00` or `yyyy-mm-dd`. Without conditions only its first section, for positive
 * numbers, shows amounts that can be paid.
 */
export function parseNumberFormat(code: string): NumberFormat {
  const sections = code.match(section) ?? [];
  if (sections.some((one) => condition.test(one))) return conditional(code, sections);
  return code.startsWith(";") ? { kind: "odd", code } : ofSection(sections[0] ?? "General");
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
function conditional(code: string, sections: readonly string[]): NumberFormat {
  const choices = sections.slice(0, 3).map((one, index) => {
    const [, comparison, limit] = condition.exec(one) ?? [];
    const otherwise = index === 1 && sections.length > 2 ? (value: number) => value < 0 : () => true;
    return {
      holds: comparison === undefined ? otherwise : (value: number) => tests[comparison]!(value, Number(limit)),
      format: ofSection(one.replace(condition, "")),
    };
  });
  return { kind: "conditional", code, sections: choices };
}

function ofSection(code: string): NumberFormat {
  const shape = code.replace(
    token,
    (match: string, quoted?: string, escaped?: string, currency?: string, unseen?: string) =>
      unseen === undefined ? (standIn(quoted ?? escaped ?? currency) ?? match) : "",
  );
  const bare = shape.replace(standIns, "");
  const general = /^(.*?)general(.*)$/is.exec(shape);
  if (general) return { kind: "general", code, before: literal(general[1]!), after: literal(general[2]!) };
  if (bare.includes("@")) return generalFormat;
  if (/E[+-]/i.test(bare)) return { kind: "exponent", code };
  if (/\[[hms]+\]/i.test(bare)) return { kind: "odd", code };
  if (/[ymdhs]/i.test(bare)) return dateFormat(code, bare);
  if (/\/|[0#?],+(?![0#?,])/.test(bare) || !/[0#?]/.test(bare)) return { kind: "odd", code };
  return digitsFormat(code, shape);
}

/** Literal text in characters of private use, so that none of it is taken for grammar. */
const standIn = (text: string | undefined) =>
  text?.replace(/[!-~]/g, (character) => String.fromCharCode(0xe000 + character.charCodeAt(0)));
const standIns = /[\ue021-\ue07e]/g;
const literal = (shape: string) =>
  shape.replace(standIns, (character) => String.fromCharCode(character.charCodeAt(0) - 0xe000));

function dateFormat(code: string, bare: string): NumberFormat {
  const lower = bare.toLowerCase();
  const hasTime = /[hs]/.test(lower);
  const hasDate = /[yd]/.test(lower) || !hasTime;
  const letters = lower.replace(/am\/pm|a\/p/g, "").match(/\p{L}/gu) ?? [];
  const isKnown = letters.every((letter) => "ymdhs".includes(letter)) && marks(code).every(isUnderstood);
  return { kind: "date", code, hasDate, hasDay: lower.includes("d"), hasTime, isKnown, isRegional: false };
}

const marks = (code: string): string[] => code.replace(/"[^"]*"|\\./gs, "").match(/\[[^\]]*\]/g) ?? [];

/**
 * Colors, and languages whose names of months are known. Not the looks that a computer chooses, other calendars or
 * other digits.
 */
function isUnderstood(mark: string): boolean {
  if (/^\[(black|blue|cyan|green|magenta|red|white|yellow|color ?\d+)\]$/i.test(mark)) return true;
  const tag = /^\[\$-([a-z0-9-]+)\]$/i.exec(mark)?.[1];
  if (tag === undefined || tag.startsWith("x-")) return false;
  const language = /^[0-9a-f]{3,8}$/i.test(tag) ? parseInt(tag, 16) : tag;
  return typeof language === "number" && language > 0xf000 ? false : getLocale(language) !== undefined;
}

/**
 * Digits in one run. What stands between thousands is no part of the number: a comma, or spaces and the like before
 * groups of three (in India also of two).
 */
const run =
  /^([^0#?,.]*)([0#?,]*(?:[ \u00a0\u2009\u202f'\u2019\ue027\ue02c][0#?]{2,3})*(?<![ \u00a0\u2009\u202f'\u2019\ue027\ue02c][0#?]{2}))((?:\.[0#?]*)?)([^0#?]*)$/;

function digitsFormat(code: string, shape: string): NumberFormat {
  const isPercent = shape.includes("%");
  const [, before, integer, decimals, after] = run.exec(shape) ?? [];
  if (before === undefined) return { kind: isPercent ? "odd" : "pattern", code };
  const zeros = (text = "") => text.replace(/[^0]/g, "").length;
  const text = (around = "") => literal(around.replaceAll("%", ""));
  return {
    kind: "digits",
    code,
    decimals: zeros(decimals),
    integerDigits: zeros(integer),
    isPercent,
    before: text(before),
    after: text(after),
  };
}
