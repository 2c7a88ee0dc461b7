import { sql, type SQL } from "drizzle-orm";
import { db, type Executor } from "@/db/client";
import { ask, type Question } from "@/db/question";
import type { Actor } from "@/lib/actor";
import { MoneyTotals, type MoneyTotal } from "@/lib/money-totals";
import type { At } from "@/lib/moment";
import type { PayoutFilter } from "@/lib/payouts/list/filter";
import { leftOut, withoutLeftOut } from "@/lib/payouts/list/left-out";
import { payoutsAt } from "@/lib/payouts/as-of";
import { groupIn, matching, searchOf } from "@/lib/payouts/list/matching";
import type { Found } from "@/lib/payouts/search/found";
import type { PayoutGroup } from "@/lib/payouts/status";
import { countable, type Countable } from "./counted";
import { countedRows } from "./rows";

/** `count` in all currencies; `money` with the currency of the most payouts first. */
export type PayoutTotals = { count: number; money: MoneyTotal[] };

/** What a series tells its payouts apart by: their group, or "other" for those in no tile; or their currency. */
type Parts = { group: PayoutGroup | "other"; currency: string };

/**
 * The payouts of one day of a series and one part of it. `day` counts from 1. By group, `amountMinor` is money only where
 * the filter of the series names a currency.
 */
export type DayFigures<By extends keyof Parts = keyof Parts> = {
  day: number;
  part: Parts[By];
  count: number;
  amountMinor: bigint;
};

/** A filter to be counted day by day: each day begins at one of `starts`, in their order, and ends where the next begins. */
type ByDay = { filter: PayoutFilter; starts: readonly Date[]; by: keyof Parts };
type DaysOf<S extends Record<string, ByDay>> = { [Name in keyof S]: DayFigures<S[Name]["by"]>[] };

/**
 * What a row counts: a filter of its own in the currency `part`; payouts of one kind in it, of which `meant` says which
 * filters mean it; or those of one day and part of a series.
 */
type Row = { key: string; meant: boolean[] | null; day: number | null; part: string } & {
  count: string;
  amountMinor: string;
};

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
  const totalsOf = (rows: readonly Row[] = []) => {
    const own = new MoneyTotals(rows.map(({ part, ...figures }) => ({ currency: part, ...figures })));
    return { count: own.count, money: own.list() };
  };
  return {
    statement: statement.text(),
    keepsPlan: statement.onlyCounts,
    understand: (rows: Row[]) => {
      const { totals, days } = statement.sorted(rows);
      return {
        totals: Object.fromEntries(keys.map((key) => [key, totalsOf(totals.get(key))])) as Record<K, PayoutTotals>,
        days: Object.fromEntries(names.map((name) => [name, days.get(name) ?? []])) as DaysOf<S>,
      };
    },
  };
}

/** What sets the kinds of payouts of a source apart. They are compared by their bytes: no order of a language is asked for. */
const kind = sql.raw("source, evidence, status, replaced, currency");
const kindByBytes = sql.raw(
  `source, evidence collate "C" as evidence, status, replaced, currency collate "C" as currency`,
);
// The server adds whole numbers quicker than those of any size, as which it gives their sum.
const sums = sql`sum(count)::bigint as count, sum(amount_minor) as amount_minor`;
const asText = sql`count::text as count, amount_minor::text as "amountMinor"`;
const everyKind = sql`true`;
const union = sql` union all `;
/** By what a series tells its payouts apart. */
const partOf: Record<keyof Parts, SQL> = {
  group: sql`coalesce(${groupIn(sql`status`, sql`not replaced`)}, 'other')`,
  currency: sql`currency::text`,
};

/** `byKind`: whether its payouts are told apart. `filters`: those that are counted from it. `series`: the days that it is also read by. */
type Source = Pick<Countable, "source" | "byEvidence"> & {
  byKind: boolean;
  filters: { key: string; kinds: SQL }[];
  series: Series | null;
};
type Series = Omit<ByDay, "filter"> & { key: string; kinds: SQL };

/**
 * Reads each source of counts once, however many filters are counted from it: the rows of a source are its kinds of
 * payouts, and each says which filters mean it.
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
    if (counted) this.#source(counted).filters.push({ key, kinds: counted.kinds ?? everyKind });
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
    source.series = { key, kinds: counted.kinds ?? everyKind, ...days };
  }

  /** The rows of its answer, by what they count. */
  sorted(rows: readonly Row[]): { totals: Map<string, Row[]>; days: Map<string, DayFigures[]> } {
    const totals = new Map<string, Row[]>();
    const days = new Map<string, DayFigures[]>();
    const asked = [...this.#sources.values()].map(({ filters }) => filters);
    for (const row of rows) {
      if (row.day !== null) add(days, row.key, dayFigures(row, row.day));
      else if (!row.meant) add(totals, row.key, row);
      else
        for (const [index, { key }] of asked[Number(row.key)]!.entries()) if (row.meant[index]) add(totals, key, row);
    }
    return { totals, days };
  }

  text(): SQL {
    const sources = [...this.#sources.values()];
    if (sources.length === 0) return sql.join(this.#others, union);
    const { before, rows } = countsOf(this.actor, sources, this.at);
    return sql`${before} ${sql.join([rows, ...this.#others], union)}`;
  }

  #source({ place, source, byEvidence, kinds }: Countable): Source {
    const known = this.#sources.get(place) ?? { source, byEvidence, byKind: false, filters: [], series: null };
    known.byEvidence ||= byEvidence;
    known.byKind ||= kinds !== undefined;
    this.#sources.set(place, known);
    return known;
  }
}

/**
 * `before`: what is read, with its names; `rows`: what of it is answered. What is read is gone through once, and added up
 * both by kind and by day.
 */
function countsOf(actor: Actor, sources: readonly Source[], at: At): { before: SQL; rows: SQL } {
  const { names, rows } = countedRows(actor, sources, at);
  /** A value for each source that has one. */
  const bySource = (valueOf: (source: Source) => SQL | null) => {
    const cases = sources.flatMap((source, index) => {
      const value = valueOf(source);
      return value ? [sql`when ${sql.raw(String(index))} then ${value}`] : [];
    });
    return cases.length > 0 ? sql`case source ${sql.join(cases, sql` `)} end` : null;
  };
  const ofSeries = (type: "int" | "text", valueOf: (series: Series) => SQL) =>
    bySource(({ series }) => series && valueOf(series)) ?? sql.raw(`null::${type}`);
  const meant = ({ filters }: Source) =>
    sql`to_json(array[${sql.join(
      filters.map(({ kinds }) => kinds),
      sql`, `,
    )}]::boolean[])`;
  // What lies before the first one is taken away by other rows of the same day.
  const dayIn = ({ kinds, starts }: Series) =>
    sql`case when ${kinds} then greatest(width_bucket(at, ${sql.param(starts)}::timestamptz[]), 1) end`;
  const answered = sql`
    select case of_kind when 1 then source::text else ${ofSeries("text", ({ key }) => sql`${key}::text`)} end as key,
      case of_kind when 1 then ${bySource(meant)} end as meant, day,
      case of_kind when 1 then currency::text else part end as part, ${asText}
    from (
      select ${kind}, day, part, grouping(day) as of_kind, ${sums}
      from (
        select ${kindByBytes}, ${ofSeries("int", dayIn)} as day, (${ofSeries("text", ({ by }) => partOf[by])}) collate "C" as part,
          count, amount_minor from (${rows}) as counted) as told
      group by grouping sets ((${kind}), (source, day, part))) as summed
    where count <> 0 and (of_kind = 1 or day is not null)`;
  return { before: sql`with ${sql.join(names, sql`, `)}`, rows: answered };
}

const ownRows = (key: string, sign: SQL, from: SQL): SQL =>
  sql`select ${key}::text as key, null::json as meant, null::int as day, currency::text as part,
    (${sign} * count(*))::text as count, (${sign} * sum(amount_minor))::text as "amountMinor" ${from} group by currency`;

function add<V>(lists: Map<string, V[]>, key: string, value: V): void {
  const list = lists.get(key);
  if (list) list.push(value);
  else lists.set(key, [value]);
}

const dayFigures = ({ part, count, amountMinor }: Row, day: number): DayFigures => ({
  day,
  part,
  count: Number(count),
  amountMinor: BigInt(amountMinor),
});
