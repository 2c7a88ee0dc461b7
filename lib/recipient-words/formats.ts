import { languageTable, type Language } from "@/lib/recipient-words/languages";
import { currencyDigits, toDecimal } from "@/lib/money";

// How amounts and times are written in each language. A format is made once, because making one takes a hundred times
// as long as using it.

const amounts = new Map<string, Intl.NumberFormat>();

function amountFormat(language: Language, currency: string): Intl.NumberFormat {
  const key = `${language} ${currency}`;
  const known = amounts.get(key);
  if (known) return known;
  const digits = currencyDigits(currency) ?? 0;
  const made = new Intl.NumberFormat(languageTable[language].locale, {
    style: "currency",
    currency,
    currencyDisplay: "name",
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
  });
  amounts.set(key, made);
  return made;
}

/** An amount in minor units with its currency in words: "1,284.00 US dollars". */
export function amountIn(language: Language, amountMinor: bigint, currency: string): string {
  // As a string, because a float cannot hold large amounts exactly.
  const decimal = toDecimal(amountMinor, currency) as `${number}`;
  return written(language, amountFormat(language, currency).formatToParts(decimal));
}

/** Portuguese names of currencies begin with a capital in a list, and with a small letter in a sentence. */
const written = (language: Language, parts: readonly Intl.NumberFormatPart[]): string =>
  parts
    .map(({ type, value }) =>
      language === "pt" && type === "currency" ? value.charAt(0).toLowerCase() + value.slice(1) : value,
    )
    .join("");

/** The currency in words, as it is called where many of it are counted: "US dollars". */
export const currencyIn = (language: Language, currency: string): string =>
  written(
    language,
    amountFormat(language, currency)
      .formatToParts(100)
      .filter(({ type }) => type === "currency"),
  );

const styles = {
  day: { day: "numeric", month: "long", year: "numeric" },
  deadline: {
    weekday: "long",
    day: "numeric",
    month: "long",
    year: "numeric",
    hour: "numeric",
    minute: "2-digit",
    timeZoneName: "short",
  },
} as const satisfies Record<string, Intl.DateTimeFormatOptions>;

const times = new Map<string, Intl.DateTimeFormat>();

function timeFormat(style: keyof typeof styles, language: Language, timeZone: string): Intl.DateTimeFormat {
  const key = `${style} ${language} ${timeZone}`;
  const known = times.get(key);
  if (known) return known;
  const made = new Intl.DateTimeFormat(languageTable[language].locale, { ...styles[style], timeZone });
  times.set(key, made);
  return made;
}

/** "November 23, 2026" in the given IANA zone. */
export const dayIn = (language: Language, instant: Date, timeZone: string): string =>
  timeFormat("day", language, timeZone).format(instant);

/** "Tuesday, December 23, 2026 at 9:41 AM EST", in the given IANA zone. */
export const deadlineIn = (language: Language, instant: Date, timeZone: string): string =>
  timeFormat("deadline", language, timeZone).format(instant);
