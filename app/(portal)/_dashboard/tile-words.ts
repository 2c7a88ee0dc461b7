import { formatMoney, type Money } from "@/lib/money";
import { figure } from "@/app/(portal)/_ui/figures";

/** The change from an earlier count: "12% more than the 30 days before". */
export function comparedWithBefore(now: number, before: number): string {
  if (before === now) return "the same as the 30 days before";
  if (before === 0) return "none in the 30 days before";
  const percent = Math.round((Math.abs(now - before) / before) * 100);
  return `${percent === 0 ? "less than 1" : figure(percent)}% ${now > before ? "more" : "fewer"} than the 30 days before`;
}

/** The first amounts of a sum by currency, formatted, and the rest. */
export function moneyLines(money: readonly Money[], atMost: number): { shown: string[]; rest: string[] } {
  const lines = money.map(({ amountMinor, currency }) => formatMoney(amountMinor, currency));
  return lines.length <= atMost
    ? { shown: lines, rest: [] }
    : { shown: lines.slice(0, atMost - 1), rest: lines.slice(atMost - 1) };
}
