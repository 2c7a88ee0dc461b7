import { currencyDigits, toDecimal } from "./money";

/** "1 row", "1,234 rows". A verb belongs to what is counted: `counted(n, "row is", "rows are")`. */
export const counted = (count: number, one: string, many = `${one}s`): string =>
  `${count.toLocaleString("en-US")} ${count === 1 ? one : many}`;

const formats = new Map<string, Intl.NumberFormat>();

/** Made once for each currency, because making one takes far longer than using it. */
function formatOf(currency: string): Intl.NumberFormat {
  const known = formats.get(currency);
  if (known) return known;
  const digits = currencyDigits(currency) ?? 0;
  const made = new Intl.NumberFormat("en-US", {
    style: "currency",
    currency,
    currencyDisplay: "name",
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
  });
  formats.set(currency, made);
  return made;
}

/** An amount with its currency in words: "1,284.00 US dollars". */
export function amountInWords(amountMinor: bigint, currency: string): string {
  // As a string, because a float cannot hold large amounts exactly.
  return formatOf(currency).format(toDecimal(amountMinor, currency) as `${number}`);
}

/** The currency in words: "US dollars". */
export const currencyInWords = (currency: string): string => amountInWords(0n, currency).replace(/^[\d.,\s]+/, "");

/** "12 hours", "7 days", "90 minutes": in the largest unit in which it is a whole number. */
export function spanWords(minutes: number): string {
  if (minutes % 1_440 === 0) return counted(minutes / 1_440, "day");
  return minutes % 60 === 0 ? counted(minutes / 60, "hour") : counted(minutes, "minute");
}
