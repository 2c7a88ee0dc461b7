import type { Batch } from "./queries";

type Money = { currency: string; amountMinor: bigint };

/** Money of accepted rows by currency, added up while a file is read. */
export class Totals {
  #totals: Map<string, { amountMinor: bigint; count: number }>;

  constructor(known: Batch["totals"]) {
    this.#totals = new Map(
      known.map(({ currency, amountMinor, count }) => [currency, { amountMinor: BigInt(amountMinor), count }]),
    );
  }

  add(rows: readonly Money[]): void {
    for (const { currency, amountMinor } of rows) {
      const total = this.#totals.get(currency) ?? { amountMinor: 0n, count: 0 };
      this.#totals.set(currency, { amountMinor: total.amountMinor + amountMinor, count: total.count + 1 });
    }
  }

  /** As a batch keeps them: the currency with the most rows first. */
  list(): Batch["totals"] {
    const totals = [...this.#totals].map(([currency, { amountMinor, count }]) => ({
      currency,
      amountMinor: amountMinor.toString(),
      count,
    }));
    return totals.sort((a, b) => b.count - a.count || (a.currency < b.currency ? -1 : 1));
  }
}
