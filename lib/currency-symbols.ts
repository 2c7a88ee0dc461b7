import { currencies } from "@/lib/money";

/**
 * How currencies are written, from the Unicode CLDR, as Node's Intl has it: the short symbol ("$" for every dollar, "¥"
 * for yen and yuan, "£" for every pound of that sign), the one that tells them apart ("CA$"), and the code.
 */
const symbolsOf = (currency: string): string[] =>
  (["narrowSymbol", "symbol", "code"] as const).map((currencyDisplay) =>
    plain(
      new Intl.NumberFormat("en", { style: "currency", currency, currencyDisplay })
        .formatToParts(0)
        .find(({ type }) => type === "currency")!.value,
    ),
  );

/** Wide forms are the same sign, and an abbreviation may have its point. */
const plain = (symbol: string): string => symbol.normalize("NFKC").replace(/\.$/, "").trim().toLowerCase();

let table: Map<string, Set<string>> | undefined;

/** Made when the first workbook shows a currency. */
function currenciesBySymbol(): Map<string, Set<string>> {
  if (table) return table;
  table = new Map();
  for (const currency of currencies)
    for (const symbol of [...symbolsOf(currency), ...(currency === "USD" ? ["us$"] : [])])
      table.set(symbol, (table.get(symbol) ?? new Set()).add(currency));
  return table;
}

/** Whether a text is a sign or code of any currency. */
export const isCurrencySymbol = (text: string): boolean => currenciesBySymbol().has(plain(text));

/** Whether a sign or code can mean this currency; "$" can mean every dollar. */
export const canMean = (symbol: string, currency: string): boolean =>
  currenciesBySymbol().get(plain(symbol))?.has(currency.trim().toUpperCase()) ?? false;
