import type { batches } from "@/db/schema/batches";
import type { Money } from "./money";

/** Totals as a batch keeps them: minor units as decimal text, because JSON has no numbers of that size. */
type StoredTotals = (typeof batches.$inferSelect)["totals"];
export type MoneyTotal = Money & { count: number };

/** One payout, or `count` payouts that were added up before. */
type Summand = { currency: string; amountMinor: bigint | string; count?: number | string };

/** Money and number of payouts by currency. */
export class MoneyTotals {
  #totals = new Map<string, MoneyTotal>();

  constructor(known: Iterable<Summand> = []) {
    this.add(known);
  }

  add(summands: Iterable<Summand>): this {
    for (const { currency, amountMinor, count = 1 } of summands) {
      const total = this.#totals.get(currency) ?? { currency, amountMinor: 0n, count: 0 };
      this.#totals.set(currency, {
        currency,
        amountMinor: total.amountMinor + BigInt(amountMinor),
        count: total.count + Number(count),
      });
    }
    return this;
  }

  /** Payouts in all currencies. */
  get count(): number {
    return [...this.#totals.values()].reduce((sum, { count }) => sum + count, 0);
  }

  /** The currency with the most payouts first; of equally many, by their codes. One of which none is left is not there. */
  list(): MoneyTotal[] {
    const left = [...this.#totals.values()].filter(({ count }) => count !== 0);
    return left.sort((a, b) => b.count - a.count || (a.currency < b.currency ? -1 : 1));
  }

  /** As `list`. */
  stored(): StoredTotals {
    return this.list().map((total) => ({ ...total, amountMinor: total.amountMinor.toString() }));
  }
}
