import { currencyDigits } from "@/lib/money";
import type { Random } from "./random";

/** What a batch pays: its file's first word, and how its amounts lie. */
export const payoutKinds = {
  claims: { prefix: "CLM", median: 680, spread: 1.05, round: false },
  refunds: { prefix: "RFD", median: 46, spread: 0.8, round: false },
  rewards: { prefix: "RWD", median: 50, spread: 0.6, round: true },
  deposits: { prefix: "DEP", median: 320, spread: 0.5, round: false },
} as const;

export type PayoutKind = keyof typeof payoutKinds;

/** Units of each currency that buy about what a dollar does: rough on purpose, no rate of any day. */
const perDollar: Record<string, number> = {
  USD: 1,
  CAD: 1.4,
  EUR: 0.9,
  GBP: 0.8,
  CHF: 0.9,
  AUD: 1.5,
  MXN: 18,
  JPY: 150,
  KWD: 0.31,
};

/** A believable amount in minor units: skewed, with odd cents for claims and refunds and round numbers for rewards. */
export function amountOf(random: Random, kind: PayoutKind, currency: string): bigint {
  const { median, spread, round } = payoutKinds[kind];
  const minorPerUnit = 10 ** (currencyDigits(currency) ?? 2);
  const dollars = Math.min(Math.max(random.skewed(median, spread), 4), 96_000);
  const units = dollars * (perDollar[currency] ?? 1);
  const step = perDollar[currency]! > 10 ? 500 : 5;
  return BigInt(
    round ? Math.max(1, Math.round(units / step)) * step * minorPerUnit : Math.max(1, Math.round(units * minorPerUnit)),
  );
}
