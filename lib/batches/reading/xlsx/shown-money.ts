import { isCurrencySymbol } from "@/lib/currency-symbols";
import type { NumberFormat } from "./number-format";
import { shownNumber } from "./shown-number";

/** A number that the sheet shows as money, and the sign or code it shows beside it. */
export type ShownMoney = { amount: string; symbol: string };

/** Undefined for a number whose format shows no currency. */
export function shownMoney(text: string, format: NumberFormat): ShownMoney | undefined {
  if (format.kind === "conditional") {
    const chosen = format.sections.find(({ holds }) => holds(Number(text)));
    return chosen && shownMoney(text, chosen.format);
  }
  if (format.kind !== "general" && (format.kind !== "digits" || format.isPercent)) return undefined;
  const symbol = `${format.before} ${format.after}`.trim();
  if (symbol === "" || !isCurrencySymbol(symbol)) return undefined;
  return { amount: shownNumber(text, { ...format, before: "", after: "" }, { reads: "amount" }), symbol };
}
