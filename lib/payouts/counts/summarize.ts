import { sql, type SQL } from "drizzle-orm";
import { db, type Executor } from "@/db/client";
import { ask, type Question } from "@/db/question";
import type { Actor } from "@/lib/actor";
import { MoneyTotals, type MoneyTotal } from "@/lib/money-totals";
import type { At } from "@/lib/moment";
import type { PayoutFilter } from "@/lib/payouts/list/filter";
import { leftOut, withoutLeftOut } from "@/lib/payouts/list/left-out";
import { payoutsAt } from "@/lib/payouts/as-of";
import { matching, searchOf } from "@/lib/payouts/list/matching";
import type { Found } from "@/lib/payouts/search/found";
import { countable, type Countable } from "./counted";
import { countedRows, type KindRead, type RowRead } from "./rows";
import { currencySums, SourceSums, type CurrencySum, type DayFigures, type Days } from "./sums";

/** `count` in all currencies; `money` with the currency of the most payouts first. */
export type PayoutTotals = { count: number; money: MoneyTotal[] };

/** A filter to be counted day by day. */
type ByDay = Days & { filter: PayoutFilter };
type DaysOf<S extends Record<string, ByDay>> = { [Name in keyof S]: DayFigures<S[Name]["by"]>[] };

/** What the counts have read, or payouts that were counted themselves: of the filter `own`, by currency. */
type Row = ({ own: null } & RowRead) | { own: string; kinds: KindRead[] };

/** Count and money per currency of each filter, all in one statement and so of one instant: as `payoutSummary`. */
export async function summarizePayouts<K extends string>(
  actor: Actor,
  filters: Record<K, PayoutFilter>,
  at: At,
  executor: Executor = db,
): Promise<Record<K, PayoutTotals>> {
  const found: Partial<Record<K, Found>> = {};
  for (const key of Object.keys(filters) as K[]) found[key] = await searchOf(actor, filters[key], executor);
  return (await ask(executor, payoutSummary(actor, filters, at, {}, found))).totals;
}

/**
 * Asks for count and money per currency of each filter, and for those of each series by day.
 * A filter that the counts keep costs the same however many payouts there are; any other counts its payouts.
 * @param series filters that are counted day by day
 * @param found what `searchOf` says of a filter that looks for words
 * @throws Error when a filter of `series` is not one that the counts keep by time, or two are of one time
 */
export function payoutSummary<K extends string, S extends Record<string, ByDay> = Record<never, ByDay>>(
  actor: Actor,
  filters: Record<K, PayoutFilter>,
  at: At,
  series: S = {} as S,
  found: Partial<Record<K, Found>> = {},
): Question<{ totals: Record<K, PayoutTotals>; days: DaysOf<S> }> {
  const statement = new Statement(actor, at);
  const keys = Object.keys(filters) as K[];
  const names = Object.keys(series);
  for (const key of keys) statement.count(key, filters[key], found[key]);
  for (const name of names) statement.countByDay(name, series[name]!);
  const totalsOf = (sums: readonly CurrencySum[] = []) => {
    const own = new MoneyTotals(sums);
    return { count: own.count, money: own.list() };
  };
  return {
    statement: statement.text(),
    keepsPlan: statement.onlyCounts,
    understand: (rows: Row[]) => {
      const { totals, days } = statement.understand(rows);
      return {
        totals: Object.fromEntries(keys.map((key) => [key, totalsOf(totals.get(key))])) as Record<K, PayoutTotals>,
        days: Object.fromEntries(names.map((name) => [name, days.get(name) ?? []])) as DaysOf<S>,
      };
    },
  };
}

const union = sql` union all `;

/** `byKind`: whether its payouts are told apart. `filters`: those that are counted from it. `series`: the days that it is also read by. */
type Source = Pick<Countable, "source" | "byEvidence"> & {
  byKind: boolean;
  filters: (Meant & { key: string })[];
  series: (Meant & Days & { key: string }) | null;
};
type Meant = Pick<Countable, "isMeant">;

/**
 * Reads each source of counts once, however many filters are counted from it: its kinds of payouts are added up, and each
 * filter adds up those that it means.
 */
class Statement {
  /** By place. */
  #sources = new Map<string, Source>();
  #others: SQL[] = [];
  /** Then the counts are read by their keys, whatever is asked of them; to plan that takes longer than to do it. */
  onlyCounts = true;

  constructor(
    private readonly actor: Actor,
    private readonly at: At,
  ) {}

  count(key: string, filter: PayoutFilter, found: Found | undefined): void {
    const parts = withoutLeftOut(filter);
    const counted = countable(this.actor, parts?.whole ?? filter, this.at);
    if (counted) this.#source(counted).filters.push({ key, isMeant: counted.isMeant });
    this.onlyCounts &&= counted !== null && parts === null;
    // What is left out is few, and is taken from what the counts say of the whole.
    if (counted && parts) this.#others.push(ownRows(key, sql`-1`, leftOut(this.actor, parts, this.at)));
    if (!counted)
      this.#others.push(
        ownRows(
          key,
          sql`1`,
          sql`from ${payoutsAt(this.actor, this.at.now)} where ${matching(this.actor, filter, this.at, found) ?? sql`true`}`,
        ),
      );
  }

  countByDay(key: string, { filter, ...days }: ByDay): void {
    const counted = countable(this.actor, filter, this.at);
    if (!counted || !("from" in counted.source))
      throw new Error("only a filter that the counts keep by time can be counted day by day");
    const source = this.#source(counted);
    if (source.series) throw new Error("one time is counted day by day once");
    source.series = { key, isMeant: counted.isMeant, ...days };
  }

  /** What the rows of its answer say of each filter, and of each series by day. */
  understand(rows: readonly Row[]): { totals: Map<string, CurrencySum[]>; days: Map<string, DayFigures[]> } {
    const totals = new Map<string, CurrencySum[]>();
    const days = new Map<string, DayFigures[]>();
    const add = (key: string, sums: CurrencySum[]) => totals.set(key, [...(totals.get(key) ?? []), ...sums]);
    const sources = [...this.#sources.values()].map((source) => ({ ...source, sums: new SourceSums(source.series) }));
    for (const row of rows)
      if (row.own === null) sources[row.source]!.sums.add(row);
      else add(row.own, currencySums(row.kinds));
    for (const { sums, filters, series } of sources) {
      for (const { key, isMeant } of filters) add(key, sums.of(isMeant));
      if (series) days.set(series.key, sums.days());
    }
    return { totals, days };
  }

  text(): SQL {
    const sources = [...this.#sources.values()].map(({ series, ...one }) => ({ ...one, days: series?.starts ?? null }));
    if (sources.length === 0) return sql.join(this.#others, union);
    const { names, rows } = countedRows(this.actor, sources, this.at);
    const counted = sql`select null::text as own, source, day, evidence, minus, kinds from (${rows}) as counted`;
    return sql`with ${sql.join(names, sql`, `)} ${sql.join([counted, ...this.#others], union)}`;
  }

  #source({ place, source, byEvidence, isMeant }: Countable): Source {
    const known = this.#sources.get(place) ?? { source, byEvidence, byKind: false, filters: [], series: null };
    known.byEvidence ||= byEvidence;
    known.byKind ||= isMeant !== null;
    this.#sources.set(place, known);
    return known;
  }
}

/** Payouts that are counted themselves, as a row of the answer. */
const ownRows = (key: string, sign: SQL, from: SQL): SQL =>
  sql`select ${key}::text as own, null::int as source, null::int as day, null::text as evidence, null::boolean as minus,
    coalesce(json_agg(json_build_array(null, null, currency, count, amount_minor)), '[]') as kinds
    from (select currency, ${sign} * count(*) as count, (${sign} * sum(amount_minor))::text as amount_minor ${from} group by currency) as counted`;
