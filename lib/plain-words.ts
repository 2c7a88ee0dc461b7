import { currencyDigits, toDecimal } from "./money";

/** "1 row", "1,234 rows". A verb belongs to what is counted: `counted(n, "row is", "rows are")`. */
export const counted = (count: number, one: string, many = `${one}s`): string =>
  `${count.toLocaleString("en-US")} ${count === 1 ? one : many}`;

/** An amount with its currency in words: "1,284.00 US dollars". */
export function amountInWords(amountMinor: bigint, currency: string): string {
  const digits = currencyDigits(currency) ?? 0;
  const format = new Intl.NumberFormat("en-US", {
    style: "currency",
    currency,
    currencyDisplay: "name",
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
  });
  // As a string, because a float cannot hold large amounts exactly.
  return format.format(toDecimal(amountMinor, currency) as `${number}`);
}

/** The currency in words: "US dollars". */
export const currencyInWords = (currency: string): string => amountInWords(0n, currency).replace(/^[\d.,\s]+/, "");

/** "Tuesday, December 23, 2026 at 9:41 AM EST", in the given IANA zone. */
export function deadlineInWords(instant: Date, timeZone: string): string {
  return new Intl.DateTimeFormat("en-US", {
    timeZone,
    weekday: "long",
    day: "numeric",
    month: "long",
    year: "numeric",
    hour: "numeric",
    minute: "2-digit",
    timeZoneName: "short",
  }).format(instant);
}
