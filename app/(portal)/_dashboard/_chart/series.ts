import type { ChartDay, ChartSeries } from "@/lib/dashboard/chart";
import { byGroup, groupTable, payoutGroups } from "@/lib/payouts/status";
import { formatShortDay } from "@/lib/time";

/** The layers of each bar, from the bottom up. */
export const series: readonly ChartSeries[] = [...payoutGroups, "other"];

export const seriesLabel: Record<ChartSeries, string> = {
  ...byGroup((group) => groupTable[group].label),
  other: "Other",
};

export const fills: Record<ChartSeries, string> = {
  completed: "fill-success-solid",
  pending: "fill-progress-solid",
  failed: "fill-danger-solid",
  other: "fill-neutral-solid",
};

/** "Nov 3". */
export const dayLabel = (day: ChartDay, timeZone: string): string => formatShortDay(day.from, timeZone);
