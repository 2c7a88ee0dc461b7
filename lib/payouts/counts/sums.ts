import { groupOf, type Kind } from "@/lib/payouts/list/kinds";
import type { PayoutGroup } from "@/lib/payouts/status";
import type { Countable, CountedKind } from "./counted";
import type { KindRead, RowRead } from "./rows";

/** What a series tells its payouts apart by: their group, or "other" for those in no tile; or their currency. */
type Parts = { group: PayoutGroup | "other"; currency: string };
type By = keyof Parts;

type Sum = { count: number; amountMinor: bigint };
/** Payouts of one currency. */
export type CurrencySum = Sum & { currency: string };
/**
 * The payouts of one day of a series and one part of it. `day` counts from 1. By group, `amountMinor` is money only where
 * the filter of the series names a currency.
 */
export type DayFigures<B extends By = By> = Sum & { day: number; part: Parts[B] };

/** What is counted day by day: each day begins at one of `starts`, in their order, and ends where the next begins. */
export type Days = { starts: readonly Date[]; by: By };
type Series = Days & Pick<Countable, "isMeant">;

const partOf: { [B in By]: (kind: Kind) => Parts[B] } = {
  group: (kind) => groupOf(kind) ?? "other",
  currency: ({ currency }) => currency,
};

/** `kind`: null of batches whose payouts are not told apart. `part`: of the series; null for a kind that it does not mean. */
type Entry = CurrencySum & { kind: CountedKind | null; part: Parts[By] | null };

/** What the rows of one source add up to: by kind, and for its series by day and part. */
export class SourceSums {
  #kinds = new Map<string, Entry>();
  #days = new Map<string, DayFigures>();

  constructor(private readonly series: Series | null) {}

  add({ day, evidence, minus, kinds }: RowRead): void {
    for (const [status, isReplaced, currency, ...figures] of kinds) {
      const sum = sumOf(figures, minus);
      const key = `${evidence} ${status} ${isReplaced} ${currency}`;
      let entry = this.#kinds.get(key);
      if (!entry) {
        const kind = status === null ? null : { status, isReplaced, currency, evidence };
        entry = { kind, currency, part: kind && this.#partOf(kind), count: 0, amountMinor: 0n };
        this.#kinds.set(key, entry);
      }
      addTo(entry, sum);
      if (day !== null && entry.part !== null) addTo(this.#ofDay(day, entry.part), sum);
    }
  }

  /** The sums of the kinds that are meant; a currency can come several times. */
  of(isMeant: Countable["isMeant"]): CurrencySum[] {
    return [...this.#kinds.values()].filter(
      ({ kind, count }) => count !== 0 && (!isMeant || (kind !== null && isMeant(kind))),
    );
  }

  days(): DayFigures[] {
    return [...this.#days.values()].filter(({ count }) => count !== 0);
  }

  #partOf(kind: CountedKind): Parts[By] | null {
    if (!this.series || this.series.isMeant?.(kind) === false) return null;
    return partOf[this.series.by](kind);
  }

  #ofDay(day: number, part: Parts[By]): DayFigures {
    const key = `${day} ${part}`;
    let figures = this.#days.get(key);
    if (!figures) {
      figures = { day, part, count: 0, amountMinor: 0n };
      this.#days.set(key, figures);
    }
    return figures;
  }
}

/** Of payouts that were counted themselves. */
export const currencySums = (kinds: readonly KindRead[]): CurrencySum[] =>
  kinds.map(([, , currency, ...figures]) => ({ currency, ...sumOf(figures, false) }));

function sumOf([count, amountMinor]: [number, string], minus: boolean): Sum {
  const amount = BigInt(amountMinor);
  return minus ? { count: -count, amountMinor: -amount } : { count, amountMinor: amount };
}

function addTo(sum: Sum, { count, amountMinor }: Sum): void {
  sum.count += count;
  sum.amountMinor += amountMinor;
}
