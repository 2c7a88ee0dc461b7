import { canMean } from "@/lib/currency-symbols";
import { parseAmount, toDecimal } from "@/lib/money";

/**
 * A value that a text means in some notation. `value` is written as amounts are accepted. `how` says under which
 * condition it is meant ("if the comma separates thousands"), or what was taken off; empty for the accepted notation.
 */
export type AmountReading = { value: string; how: string };

/** A way to write digits. `read` returns them as a plain decimal, or undefined for a text in another notation. */
type Notation = { how: string; read: (text: string) => string | undefined };

const separators = [
  { name: "comma", marks: "," },
  { name: "point", marks: "." },
  { name: "apostrophe", marks: "'’" },
  { name: "space", marks: " \u00a0\u2009\u202f" },
] as const;
const decimalMarks = separators.filter(({ name }) => name === "comma" || name === "point");

/** Reads a text by a pattern whose groups are the whole number, which may have separators in it, and the decimals. */
const by = (pattern: RegExp) => (text: string) => {
  const [, whole, decimals] = pattern.exec(text) ?? [];
  return whole === undefined ? undefined : `${whole.replace(/\D/g, "")}${decimals ? `.${decimals}` : ""}`;
};

const accepted: Notation = { how: "", read: by(/^(\d+)(?:\.(\d+))?$/) };

const groupsOfThree = separators.flatMap((thousands): Notation[] => {
  const whole = `([1-9]\\d{0,2}(?:[${thousands.marks}]\\d{3})+)`;
  return [
    { how: `if the ${thousands.name} separates thousands`, read: by(new RegExp(`^${whole}$`)) },
    ...decimalMarks
      .filter((decimal) => decimal !== thousands)
      .map((decimal) => ({
        how: `if the ${thousands.name} separates thousands and the ${decimal.name} decimals`,
        read: by(new RegExp(`^${whole}[${decimal.marks}](\\d+)$`)),
      })),
  ];
});

const otherNotations: readonly Notation[] = [
  { how: "if the comma separates decimals", read: by(/^(\d+),(\d+)$/) },
  ...groupsOfThree,
  { how: "if the commas separate lakhs and thousands", read: by(/^([1-9]\d?(?:,\d{2})+,\d{3})$/) },
  {
    how: "if the commas separate lakhs and thousands and the point decimals",
    read: by(/^([1-9]\d?(?:,\d{2})+,\d{3})\.(\d+)$/),
  },
  { how: "if the spreadsheet lost no digit of it", read: withoutExponent },
];

/** "1.2E+10" → "12000000000"; undefined while some of its digits would still be decimals. */
function withoutExponent(text: string): string | undefined {
  const [, whole = "", decimals = "", exponent] = /^(\d+)(?:[.,](\d+))?e\+?(\d{1,2})$/i.exec(text) ?? [];
  if (exponent === undefined || decimals.length > Number(exponent)) return undefined;
  return `${whole}${decimals.padEnd(Number(exponent), "0")}`;
}

/** Something that a text has besides its digits, and that says nothing about the value. */
type Addition = { how: string; without: (text: string, currency: string) => string };

const additions: readonly Addition[] = [
  { how: "in the digits 0 to 9", without: inPlainDigits },
  { how: "without the currency", without: withoutCurrency },
  { how: "without the plus sign", without: (text) => text.replace(/^\+\s*(?=\d)/, "") },
  { how: "with the zero before the point", without: (text) => text.replace(/^(?=\.\d+$)/, "0") },
  { how: "without the point at its end", without: (text) => text.replace(/(?<=^\d+)\.$/, "") },
];

/**
 * Each value that the text may mean in the currency, the accepted notation first. Nothing is rounded: a reading with
 * more decimals than the currency has is left out, unless they are zeros.
 * @param currency a code that `currencyDigits` knows
 */
export function amountReadings(text: string, currency: string): AmountReading[] {
  const taken: string[] = [];
  let digits = text.trim();
  for (const { how, without } of additions) {
    const rest = without(digits, currency);
    if (rest !== digits) taken.push(how);
    digits = rest;
  }
  const readings = [accepted, ...otherNotations].flatMap(({ how, read }) => {
    const plain = read(digits);
    const value = plain === undefined ? undefined : exactly(plain, currency);
    return value === undefined ? [] : [{ value, how: [...taken, how].filter(Boolean).join(", ") }];
  });
  return readings.filter(({ value }, index) => readings.findIndex((one) => one.value === value) === index);
}

function exactly(plain: string, currency: string): string | undefined {
  const parsed = parseAmount(plain.includes(".") ? plain.replace(/\.?0+$/, "") : plain, currency);
  return "problem" in parsed ? undefined : toDecimal(parsed.amountMinor, currency);
}

/** Digits of other scripts and full-width ones as 0 to 9: each script has its ten in a row, the zero first. */
function inPlainDigits(text: string): string {
  return text.replace(/(?![0-9])\p{Nd}/gu, (digit) => {
    const code = digit.codePointAt(0)!;
    let zero = code;
    while (code - zero < 9 && /\p{Nd}/u.test(String.fromCodePoint(zero - 1))) zero--;
    return String((code - zero) % 10);
  });
}

/** Takes off the code or the sign of this currency; another currency's stays. */
function withoutCurrency(text: string, currency: string): string {
  const [mark] = /\p{Sc}|(?<!\p{L})[A-Z]{3}(?!\p{L})/u.exec(text) ?? [];
  return mark !== undefined && canMean(mark, currency) ? text.replace(mark, "").trim() : text;
}
