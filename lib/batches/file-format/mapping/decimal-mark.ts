/** What separates the decimals of the amounts of a file. */
export const decimalMarks = [".", ","] as const;
export type DecimalMark = (typeof decimalMarks)[number];

export const decimalMarkNames: Record<DecimalMark, string> = { ".": "point", ",": "comma" };

const otherMark: Record<DecimalMark, DecimalMark> = { ".": ",", ",": "." };

/** Between thousands stands the other mark, an apostrophe or a space, one of them in the whole number. */
const notation = (mark: DecimalMark): RegExp => {
  const decimals = `(?:\\${mark}(\\d+))?`;
  const grouped = [`\\${otherMark[mark]}`, "['’]", "[ \\u00a0\\u2009\\u202f]"].map(
    (separator) => `[1-9]\\d{0,2}(?:${separator}\\d{3})+`,
  );
  const lakhs = `[1-9]\\d?(?:\\${otherMark[mark]}\\d{2})+\\${otherMark[mark]}\\d{3}`;
  return new RegExp(`^(${["\\d+", ...grouped, lakhs].join("|")})${decimals}$`);
};
const notations: Record<DecimalMark, RegExp> = { ".": notation("."), ",": notation(",") };

/** The digits of an amount with what stands between them; around it may be a sign or a currency. */
const number = /^([^\d]*)(\d(?:[\d.,'’ \u00a0\u2009\u202f]*\d)?)([^\d]*)$/;

const plain = (text: string, mark: DecimalMark): string | undefined => {
  const [, whole, decimals] = notations[mark].exec(text) ?? [];
  return whole === undefined ? undefined : `${whole.replace(/\D/g, "")}${decimals === undefined ? "" : `.${decimals}`}`;
};

/**
 * An amount in the notation of batch files: plain digits and a point. What stands around the digits stays, and so does
 * a text that is no number; both are refused later, as in a plain file.
 * @returns undefined for a number that is not written with this mark
 */
export function plainAmount(text: string, mark: DecimalMark): string | undefined {
  const [, before = "", digits = "", after = ""] = number.exec(text) ?? [];
  if (digits === "") return text;
  const read = plain(digits, mark);
  return read === undefined ? undefined : `${before}${read}${after}`;
}

/** Whether an amount has a mark that means another value, or no value, until somebody says what separates decimals. */
export function needsDecimalMark(text: string): boolean {
  const [, , digits = ""] = number.exec(text) ?? [];
  if (/^\d*$/.test(digits)) return false;
  const [asPoint, asComma] = [plain(digits, "."), plain(digits, ",")];
  // "12.50" can only be meant with a point, and is read so.
  return asComma !== undefined || (asPoint !== undefined && asPoint !== digits);
}
