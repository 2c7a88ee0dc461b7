import type { PayoutSubject } from "@/app/(portal)/_payouts/payout-subject";

type Shown = Pick<PayoutSubject, "amount" | "currency">;

const shownCurrencies = 3;

/**
 * What payouts add up to, as their rows show it: "1,250.00 USD, 310.00 EUR and 500 JPY". The currency of the most
 * payouts comes first.
 */
export function moneyOf(payouts: readonly Shown[]): string {
  const totals = new Map<string, { minor: bigint; digits: number; count: number }>();
  for (const { amount, currency } of payouts) {
    const { minor, count } = totals.get(currency) ?? { minor: 0n, count: 0 };
    const [whole = "", fraction = ""] = amount.replaceAll(",", "").split(".");
    totals.set(currency, { minor: minor + BigInt(whole + fraction), digits: fraction.length, count: count + 1 });
  }
  const parts = [...totals]
    .sort(([, one], [, other]) => other.count - one.count)
    .map(([currency, { minor, digits }]) => `${decimal(minor, digits)} ${currency}`);
  const rest = parts.length - shownCurrencies;
  const said = [...parts.slice(0, shownCurrencies), ...(rest > 0 ? [`${rest} more`] : [])];
  return said.length === 1 ? said[0]! : `${said.slice(0, -1).join(", ")} and ${said.at(-1)}`;
}

/** "1,250.00" */
function decimal(minor: bigint, digits: number): string {
  const text = minor.toString().padStart(digits + 1, "0");
  const whole = BigInt(text.slice(0, text.length - digits)).toLocaleString("en-US");
  return digits === 0 ? whole : `${whole}.${text.slice(-digits)}`;
}
