import { sql } from "drizzle-orm";
import { Temporal } from "temporal-polyfill";
import type { Executor } from "@/db/client";

/**
 * The database's clock, cut to the millisecond. Taken once per request; every window of that request is measured from
 * it.
 */
export async function databaseNow(executor: Executor): Promise<Date> {
  const [row] = await executor.execute<{ now: string }>(
    sql`select (extract(epoch from clock_timestamp()) * 1000)::bigint as now`,
  );
  return new Date(Number(row?.now));
}

const calendarDay = { day: "numeric", month: "short", year: "numeric" } as const;
const wallClock = {
  hour: "2-digit",
  minute: "2-digit",
  second: "2-digit",
  hourCycle: "h23",
  timeZoneName: "short",
} as const;

/** "Nov 23, 2026, 09:41:07 EST": exact, in the given IANA zone, and saying so. */
export function formatInstant(instant: Date, timeZone: string): string {
  return new Intl.DateTimeFormat("en-US", { timeZone, ...calendarDay, ...wallClock }).format(instant);
}

/** "Nov 23, 2026" in the given IANA zone. */
export function formatDay(instant: Date, timeZone: string): string {
  return new Intl.DateTimeFormat("en-US", { timeZone, ...calendarDay }).format(instant);
}

/** "09:41:07 EST" in the given IANA zone. */
export function formatTime(instant: Date, timeZone: string): string {
  return new Intl.DateTimeFormat("en-US", { timeZone, ...wallClock }).format(instant);
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

/**
 * The instant a calendar day ("2026-11-23") begins in an IANA zone; on days without midnight, the first instant there
 * is.
 */
export function startOfDay(day: string, timeZone: string): Date {
  return new Date(Temporal.PlainDate.from(day).toZonedDateTime(timeZone).epochMilliseconds);
}

/** The instant the day after `day` begins in an IANA zone: the open end of that day. */
export function endOfDay(day: string, timeZone: string): Date {
  return startOfDay(Temporal.PlainDate.from(day).add({ days: 1 }).toString(), timeZone);
}

/** The calendar day ("2026-11-23") of an instant in an IANA zone. */
export function dayOf(instant: Date, timeZone: string): string {
  return Temporal.Instant.fromEpochMilliseconds(instant.getTime())
    .toZonedDateTimeISO(timeZone)
    .toPlainDate()
    .toString();
}
