import { sql } from "drizzle-orm";
import type { Executor } from "@/db/client";

/** The database's clock, cut to the millisecond. Taken once per request; every window of that request is measured from it. */
export async function databaseNow(executor: Executor): Promise<Date> {
  const [row] = await executor.execute<{ now: string }>(sql`select (extract(epoch from clock_timestamp()) * 1000)::bigint as now`);
  return new Date(Number(row?.now));
}

/** "23 Nov 2026, 09:41:07 EST": exact, in the given IANA zone, and saying so. */
export function formatInstant(instant: Date, timeZone: string): string {
  return new Intl.DateTimeFormat("en-US", {
    timeZone,
    day: "numeric",
    month: "short",
    year: "numeric",
    hour: "2-digit",
    minute: "2-digit",
    second: "2-digit",
    hourCycle: "h23",
    timeZoneName: "short",
  }).format(instant);
}

/** "Nov 23, 2026" in the given IANA zone. */
export function formatDay(instant: Date, timeZone: string): string {
  return new Intl.DateTimeFormat("en-US", { timeZone, day: "numeric", month: "short", year: "numeric" }).format(instant);
}

/** "09:41:07 EST" in the given IANA zone. */
export function formatTime(instant: Date, timeZone: string): string {
  return new Intl.DateTimeFormat("en-US", {
    timeZone,
    hour: "2-digit",
    minute: "2-digit",
    second: "2-digit",
    hourCycle: "h23",
    timeZoneName: "short",
  }).format(instant);
}

const steps: readonly [unit: Intl.RelativeTimeFormatUnit, ms: number][] = [
  ["day", 86_400_000],
  ["hour", 3_600_000],
  ["minute", 60_000],
];

/** "3 hours ago", "in 2 days"; "just now" under a minute, and days up to a month (then say the date instead). */
export function formatRelative(instant: Date, now: Date): string {
  const difference = instant.getTime() - now.getTime();
  for (const [unit, ms] of steps) {
    if (Math.abs(difference) >= ms) {
      return new Intl.RelativeTimeFormat("en-US", { numeric: "always" }).format(Math.trunc(difference / ms), unit);
    }
  }
  return difference > 0 ? "in less than a minute" : "just now";
}
