import { currencies, currencyDigits, parseAmount, type Money } from "@/lib/money";

/** Digits, whole or in groups of three with commas, and a dot; a currency's code before or behind. No zeros in front. */
const written = /^(?:([a-z]{3})\s*)?((?:[1-9]\d{0,2}(?:,\d{3})+|[1-9]\d*|0)(?:\.\d+)?)(?:\s*([a-z]{3}))?$/i;

/**
 * The amounts that a search can mean: one in the currency that it names, else one in every currency that has such an
 * amount, in the order of their codes. `1,250` is one thousand two hundred and fifty everywhere; `1.250` is an amount of
 * currencies with three digits alone. Nothing is guessed, so a text that can be read in two ways means no amount.
 */
export function amountsIn(q: string): Money[] {
  const [, before, number, behind] = written.exec(q.trim()) ?? [];
  if (number === undefined || (before !== undefined && behind !== undefined)) return [];
  const named = (before ?? behind)?.toUpperCase();
  const meant = named === undefined ? currencies : currencyDigits(named) === undefined ? [] : [named];
  return meant.flatMap((currency) => {
    const read = parseAmount(number.replaceAll(",", ""), currency);
    return "problem" in read ? [] : [{ currency, ...read }];
  });
}
