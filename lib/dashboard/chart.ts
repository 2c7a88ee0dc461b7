import { sql } from "drizzle-orm";
import type { Executor } from "@/db/client";
import type { Actor } from "@/lib/actor";
import type { PayoutFilter } from "@/lib/payouts/list/filter";
import { currentGroup, matching, payoutsAt } from "@/lib/payouts/list/matching";
import { byGroup, type PayoutGroup } from "@/lib/payouts/status";
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
function chartSpans(at: At): Span[] {
  const start = windowBounds(summaryWindow, at).from!;
  const spans: Span[] = [];
  for (let from = start; from <= at.now; from = endOfDay(spans.at(-1)!.day, at.timeZone)) {
    const day = dayOf(from, at.timeZone);
    const isWholeDay = from.getTime() === startOfDay(day, at.timeZone).getTime();
    const changed = isWholeDay
      ? `${day}..${day}`
      : `${from.toISOString()}..${endOfDay(day, at.timeZone).toISOString()}`;
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
  const rows = await executor.execute<{ bucket: number; group: PayoutGroup | null; count: string }>(sql`
    select width_bucket(status_changed_at, array[${starts}]) as bucket, ${currentGroup} as "group",
      count(*)::text as count
    from ${payoutsAt(actor, at.now)} where ${matching(summaryFilter, at)} group by 1, 2`);
  return spans.map((span, index) => {
    const own = rows.filter((row) => Number(row.bucket) === index + 1);
    const countOf = (group: PayoutGroup | null) => Number(own.find((row) => row.group === group)?.count ?? 0);
    const counts = { ...byGroup(countOf), other: countOf(null) };
    return { ...span, counts, total: Object.values(counts).reduce((sum, count) => sum + count) };
  });
}
