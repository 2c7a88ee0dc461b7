import { sql, type SQL } from "drizzle-orm";
import { db, keepingPlans, type Executor } from "@/db/client";
import type { Actor } from "@/lib/actor";
import { MoneyTotals, type MoneyTotal } from "@/lib/money-totals";
import type { At } from "@/lib/moment";
import type { PayoutFilter } from "@/lib/payouts/list/filter";
import { leftOut, withoutLeftOut } from "@/lib/payouts/list/left-out";
import { groupIn, matching, payoutsAt, searchOf } from "@/lib/payouts/list/matching";
import type { Found } from "@/lib/payouts/search/found";
import type { PayoutGroup } from "@/lib/payouts/status";
import { countable, countedRows, overduePayouts, type Countable, type CountSource } from "./counted";

/** `count` in all currencies; `money` with the currency of the most payouts first. */
export type PayoutTotals = { count: number; money: MoneyTotal[] };

/** The payouts of one day of a series, one group (null: in no tile) and one currency. `day` counts from 1. */
export type DayFigures = {
  day: number;
  group: PayoutGroup | null;
  currency: string;
  count: number;
  amountMinor: bigint;
};

/** A filter to be counted day by day: each day begins at one of `starts`, in their order, and ends where the next begins. */
type ByDay = { filter: PayoutFilter; starts: readonly Date[] };

type Row = {
  key: string;
  day: number | null;
  group: PayoutGroup | null;
  currency: string;
  count: string;
  amountMinor: string;
};

/**
 * Count and money per currency of each filter, and of each series its days, all in one statement and so of one instant.
 * A filter that the counts keep costs the same however many payouts there are; any other counts its payouts.
 * @param series filters that are counted day by day
 * @throws Error when a filter of `series` is not one that the counts keep
 */
export async function summarizePayouts<K extends string, S extends string = never>(
  actor: Actor,
  filters: Record<K, PayoutFilter>,
  at: At,
  executor: Executor = db,
  series: Record<S, ByDay> = {} as Record<S, ByDay>,
): Promise<Record<K, PayoutTotals> & { days: Record<S, DayFigures[]> }> {
  const statement = new Statement(actor, at);
  for (const key of Object.keys(filters) as K[])
    statement.count(key, filters[key], await searchOf(actor, filters[key], executor));
  for (const key of Object.keys(series) as S[]) statement.countByDay(key, series[key]);
  const rows = await statement.rows(executor);
  const byKey = new Map<string, Row[]>();
  for (const row of rows)
    byKey
      .set(row.key, byKey.get(row.key) ?? [])
      .get(row.key)!
      .push(row);
  const totals = Object.keys(filters).map((key) => {
    const own = new MoneyTotals(byKey.get(key)?.filter(({ day }) => day === null));
    return [key, { count: own.count, money: own.list() }] as const;
  });
  const days = Object.keys(series).map((key) => [key, byKey.get(key)?.flatMap(dayFigures) ?? []]);
  return {
    ...(Object.fromEntries(totals) as Record<K, PayoutTotals>),
    days: Object.fromEntries(days) as Record<S, DayFigures[]>,
  };
}

const dayFigures = ({ day, group, currency, count, amountMinor }: Row): DayFigures[] =>
  day === null ? [] : [{ day: Number(day), group, currency, count: Number(count), amountMinor: BigInt(amountMinor) }];

const kindOf = sql`evidence, status, replaced, currency`;
const sums = sql`sum(count) as count, sum(amount_minor) as amount_minor`;
const asText = sql`sum(count)::text as count, sum(amount_minor)::text as "amountMinor"`;

/** `starts`: the days that it is also read by. */
type Source = Pick<Countable, "source" | "byEvidence"> & { starts?: SQL };

/** Reads each source of counts once, however many filters are counted from it. */
class Statement {
  /** By place. */
  #sources = new Map<string, Source>();
  #parts: SQL[] = [];
  #onlyCounts = true;

  constructor(
    private readonly actor: Actor,
    private readonly at: At,
  ) {}

  count(key: string, filter: PayoutFilter, found: Found | undefined): void {
    const head = sql`select ${key}::text as key, null::int as day, null::text as "group", currency`;
    const parts = withoutLeftOut(filter);
    const counted = countable(this.actor, parts?.whole ?? filter, this.at);
    this.#onlyCounts &&= counted !== null && parts === null;
    // What is left out is few, and is taken from what the counts say of the whole.
    if (counted && parts)
      this.#parts.push(
        sql`${head}, (-count(*))::text as count, (-sum(amount_minor))::text as "amountMinor" ${leftOut(this.actor, parts, this.at)} group by currency`,
      );
    this.#parts.push(
      counted
        ? sql`${head}, ${asText} from ${sql.identifier(this.#source(counted))} where ${counted.kinds ?? sql`true`}
          group by currency having sum(count) <> 0`
        : sql`${head}, count(*)::text as count, sum(amount_minor)::text as "amountMinor" from ${payoutsAt(this.actor, this.at.now)}
          where ${matching(this.actor, filter, this.at, found) ?? sql`true`} group by currency`,
    );
  }

  countByDay(key: string, { filter, starts }: ByDay): void {
    const counted = countable(this.actor, filter, this.at);
    if (!counted) throw new Error("only a filter that the counts keep can be counted day by day");
    const source = this.#source(counted);
    this.#sources.get(counted.place)!.starts = sql.join(
      starts.map((start) => sql`${start.toISOString()}::timestamptz`),
      sql`, `,
    );
    this.#parts.push(sql`
      select ${key}::text, day, ${groupIn(sql`status`, sql`not replaced`)}, currency, ${asText} from ${sql.identifier(`${source}_days`)}
      where ${counted.kinds ?? sql`true`} group by 2, 3, 4 having sum(count) <> 0`);
  }

  /** The counts are read by their keys, whatever is asked of them; to plan that takes longer than to do it. */
  async rows(executor: Executor): Promise<Row[]> {
    return (this.#onlyCounts ? keepingPlans(executor) : executor).execute<Row>(this.#text());
  }

  #text(): SQL {
    const sources = [...this.#sources.values()].flatMap(({ source: asked, byEvidence, starts }, index) => {
      const [kept, ...before] = readOnce(asked, `${nameOf(index)}_batches`);
      const rows = countedRows(this.actor, kept, this.at, byEvidence);
      const [source, days] = [sql.identifier(nameOf(index)), sql.identifier(`${nameOf(index)}_days`)];
      const byKind = (from: SQL) =>
        sql`${source} as materialized (select ${kindOf}, ${sums} from ${from} group by ${kindOf})`;
      if (!starts) return [...before, byKind(sql`(${rows}) as counted`)];
      return [
        ...before,
        sql`${days} as materialized (
          select width_bucket(at, array[${starts}]) as day, ${kindOf}, ${sums} from (${rows}) as counted group by 1, ${kindOf})`,
        byKind(sql`${days}`),
      ];
    });
    const overdue = sql`overdue as materialized (${overduePayouts(this.actor, this.at)})`;
    const head = sources.length > 0 ? sql`with ${sql.join([overdue, ...sources], sql`, `)}` : sql``;
    return sql`${head} ${sql.join(this.#parts, sql` union all `)}`;
  }

  #source({ place, source, byEvidence }: Countable): string {
    const known = this.#sources.get(place);
    this.#sources.set(place, { ...known, source, byEvidence: byEvidence || known?.byEvidence === true });
    return nameOf([...this.#sources.keys()].indexOf(place));
  }
}

const nameOf = (index: number) => `source_${index}`;

/** A source whose batches are found once, though several parts of its rows ask for them; and, before it, what finds them. */
function readOnce(source: CountSource, name: string): [CountSource, ...SQL[]] {
  if (source.axis !== "batch") return [source];
  const batches = sql`select id from ${sql.identifier(name)}`;
  return [{ ...source, batches }, sql`${sql.identifier(name)} (id) as materialized (${source.batches})`];
}
