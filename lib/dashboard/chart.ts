import { sql } from "drizzle-orm";
import type { Executor } from "@/db/client";
import type { Actor } from "@/lib/actor";
import type { PayoutFilter } from "@/lib/payouts/list/filter";
import { matching, payoutsAt } from "@/lib/payouts/list/matching";
import { payoutGroups, statusesIn, type PayoutGroup } from "@/lib/payouts/status";
import { dayOf, endOfDay, startOfDay } from "@/lib/time";
import { windowBounds } from "@/lib/lists/time-window";
import type { At } from "@/lib/moment";
import { summaryFilter, summaryWindow } from "./sections";

export type ChartSeries = PayoutGroup | "other";
export type ChartDay = {
  day: string;
  from: Date;
  filter: PayoutFilter;
  counts: Record<ChartSeries, number>;
  total: number;
};

type Span = Pick<ChartDay, "day" | "from" | "filter">;

/**
 * The summary's window cut at the midnights of the organization's zone. The first piece starts with the window, not
 * with its day.
 */
export function chartSpans(at: At): Span[] {
  const start = windowBounds(summaryWindow, at).from!;
  const spans: Span[] = [];
  for (let from = start; from <= at.now; from = endOfDay(spans.at(-1)!.day, at.timeZone)) {
    const day = dayOf(from, at.timeZone);
    const whole = from.getTime() === startOfDay(day, at.timeZone).getTime();
    const changed = whole ? `${day}..${day}` : `${from.toISOString()}..${endOfDay(day, at.timeZone).toISOString()}`;
    spans.push({ day, from, filter: { changed } });
  }
  return spans;
}

/** Payouts whose status changed, by day and group; each day's total is the number of the list its filter means. */
export async function chartByDay(actor: Actor, at: At, executor: Executor): Promise<ChartDay[]> {
  const spans = chartSpans(at);
  const starts = sql.join(
    spans.map(({ from }) => sql`${from.toISOString()}::timestamptz`),
    sql`, `,
  );
  const rows = await executor.execute<{ bucket: number; status: string; archived: boolean; count: string }>(sql`
    select width_bucket(status_changed_at, array[${starts}]) as bucket, status::text, archived_at is not null as archived, count(*)::text as count
    from ${payoutsAt(actor, at.now)} where ${matching(summaryFilter, at)} group by 1, 2, 3`);
  return spans.map((span, index) => {
    const own = rows.filter((row) => Number(row.bucket) === index + 1);
    const sum = (some: typeof own) => some.reduce((total, row) => total + Number(row.count), 0);
    const inGroup = (group: PayoutGroup) =>
      sum(own.filter((row) => !row.archived && statusesIn(group).some((status) => status === row.status)));
    const grouped = Object.fromEntries(payoutGroups.map((group) => [group, inGroup(group)])) as Record<
      PayoutGroup,
      number
    >;
    const total = sum(own);
    const other = total - payoutGroups.reduce((all, group) => all + grouped[group], 0);
    return { ...span, counts: { ...grouped, other }, total };
  });
}
