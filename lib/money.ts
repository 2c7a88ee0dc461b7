import currencyCodes from "currency-codes";

/** `amountMinor`: in the smallest unit of the currency. */
export type Money = { currency: string; amountMinor: bigint };

/** ISO 4217 also lists metals, funds and test codes; nobody is paid in those. */
const notMoney = [
  "XAU",
  "XAG",
  "XPD",
  "XPT",
  "XBA",
  "XBB",
  "XBC",
  "XBD",
  "XDR",
  "XSU",
  "XUA",
  "XTS",
  "XXX",
  "CLF",
  "UYI",
  "UYW",
  "MXV",
  "COU",
  "BOV",
  "CHE",
  "CHW",
  "USN",
];

/**
 * The package's list is of June 2024. Since then the guilder gave way to the XCG, and the lev to the euro; the
 * convertible peso was gone before.
 */
const withdrawn = ["ANG", "BGN", "CUC"];
const since = [{ code: "XCG", digits: 2 }];

const excluded = new Set([...notMoney, ...withdrawn]);
const digitsByCurrency = new Map(
  [...currencyCodes.data, ...since]
    .filter((entry) => !excluded.has(entry.code))
    .map((entry) => [entry.code, entry.digits]),
);

/** Every currency a payout can be in: ISO 4217 codes in upper case, sorted. */
export const currencies: readonly string[] = [...digitsByCurrency.keys()].sort();

/** Digits after the decimal point (USD 2, JPY 0, KWD 3), from ISO 4217; undefined for a code that is not a currency. */
export const currencyDigits = (currency: string): number | undefined => digitsByCurrency.get(currency);

/**
 * The largest amount a payout may have: 15 digits of minor units, which a spreadsheet still shows exactly. Sums of them
 * are `numeric` in the database and `bigint` here.
 */
export const maxAmountMinor = 999_999_999_999_999n;

/** `not_plain`: it is not written as plain digits with an optional decimal point. */
type AmountProblem = "not_plain" | "too_many_digits" | "not_positive" | "too_large";

/** No valid amount needs more characters; a longer text is not read, so that a huge cell costs nothing. */
const maxAmountLength = 40;

/**
 * Reads an amount written as plain digits with an optional decimal point. Nothing is guessed: any other notation is a
 * problem.
 * @param currency a code `currencyDigits` knows
 */
export function parseAmount(text: string, currency: string): { amountMinor: bigint } | { problem: AmountProblem } {
  const digits = currencyDigits(currency);
  if (digits === undefined) throw new Error(`not a currency: ${currency}`);
  const written = text.trim();
  if (written.length > maxAmountLength) return { problem: /^\d+(\.\d+)?$/.test(written) ? "too_large" : "not_plain" };
  const match = /^(\d+)(?:\.(\d+))?$/.exec(written);
  if (!match) return { problem: "not_plain" };
  const [, whole = "", fraction = ""] = match;
  if (fraction.length > digits) return { problem: "too_many_digits" };
  const amountMinor = BigInt(whole + fraction.padEnd(digits, "0"));
  if (amountMinor === 0n) return { problem: "not_positive" };
  if (amountMinor > maxAmountMinor) return { problem: "too_large" };
  return { amountMinor };
}

/** Minor units as a plain decimal, the notation `parseAmount` reads: 8400 USD → "84.00". */
export function toDecimal(amountMinor: bigint, currency: string): string {
  const digits = currencyDigits(currency) ?? 0;
  const sign = amountMinor < 0n ? "-" : "";
  const text = (sign ? -amountMinor : amountMinor).toString().padStart(digits + 1, "0");
  return digits === 0 ? sign + text : `${sign}${text.slice(0, -digits)}.${text.slice(-digits)}`;
}

/** For people: "1,284.00 USD". The code stands behind the number because "$" names twenty currencies. */
export function formatMoney(amountMinor: bigint, currency: string): string {
  return `${formatAmount(amountMinor, currency)} ${currency}`;
}

/** The number alone, grouped, with all its digits: "1,284.00". */
export function formatAmount(amountMinor: bigint, currency: string): string {
  const [whole = "0", fraction] = toDecimal(amountMinor, currency).split(".");
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, ",");
  return fraction === undefined ? grouped : `${grouped}.${fraction}`;
}
