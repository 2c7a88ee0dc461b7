import { sql } from "drizzle-orm";
import { Temporal } from "temporal-polyfill";
import type { Executor } from "@/db/client";

/**
 * The database's clock, rounded to the millisecond as the instants that it stores are. Taken once per request; every
 * window of that request is measured from it.
 */
export async function databaseNow(executor: Executor): Promise<Date> {
  const [row] = await executor.execute<{ now: string }>(sql`select ${databaseClock} as now`);
  return new Date(Number(row?.now));
}

/** The same as a column of a statement that is sent anyway. */
export const databaseClock = sql<Date>`(extract(epoch from clock_timestamp()) * 1000)::bigint`.mapWith(
  (ms: string) => new Date(Number(ms)),
);

const calendarDay = { day: "numeric", month: "short", year: "numeric" } as const;
const wallClock = {
  hour: "2-digit",
  minute: "2-digit",
  second: "2-digit",
  hourCycle: "h23",
  timeZoneName: "short",
} as const;

/** Every way in which a time is written. Swedish dates are ISO dates. */
const styles = {
  instant: ["en-US", { ...calendarDay, ...wallClock }],
  day: ["en-US", calendarDay],
  time: ["en-US", wallClock],
  shortDay: ["en-US", { month: "short", day: "numeric" }],
  isoDay: ["sv-SE", { year: "numeric", month: "2-digit", day: "2-digit" }],
  deadline: [
    "en-US",
    {
      weekday: "long",
      day: "numeric",
      month: "long",
      year: "numeric",
      hour: "numeric",
      minute: "2-digit",
      timeZoneName: "short",
    },
  ],
} as const satisfies Record<string, readonly [locale: string, options: Intl.DateTimeFormatOptions]>;

const formats = new Map<string, Intl.DateTimeFormat>();

/** Made once for each style and zone, because making one takes a hundred times as long as using it. */
function formatOf(style: keyof typeof styles, timeZone: string): Intl.DateTimeFormat {
  const key = `${style} ${timeZone}`;
  const known = formats.get(key);
  if (known) return known;
  const [locale, options] = styles[style];
  const made = new Intl.DateTimeFormat(locale, { ...options, timeZone });
  formats.set(key, made);
  return made;
}

/** "Nov 23, 2026, 09:41:07 EST": exact, in the given IANA zone, and saying so. */
export const formatInstant = (instant: Date, timeZone: string): string => formatOf("instant", timeZone).format(instant);

/** "Nov 23, 2026" in the given IANA zone. */
export const formatDay = (instant: Date, timeZone: string): string => formatOf("day", timeZone).format(instant);

/** "Nov 23" in the given IANA zone. */
export const formatShortDay = (instant: Date, timeZone: string): string =>
  formatOf("shortDay", timeZone).format(instant);

/** "09:41:07 EST" in the given IANA zone. */
export const formatTime = (instant: Date, timeZone: string): string => formatOf("time", timeZone).format(instant);

/** "Tuesday, December 23, 2026 at 9:41 AM EST", in the given IANA zone. */
export const formatDeadline = (instant: Date, timeZone: string): string =>
  formatOf("deadline", timeZone).format(instant);

const relative = new Intl.RelativeTimeFormat("en-US", { numeric: "always" });

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
      return relative.format(Math.trunc(difference / ms), unit);
    }
  }
  return difference > 0 ? "in less than a minute" : "just now";
}

/** Whether this is the name of an IANA zone. */
export const isTimeZone = (name: string): boolean => {
  try {
    return Boolean(new Intl.DateTimeFormat("en-US", { timeZone: name }));
  } catch {
    return false;
  }
};

/** The zone of the stamps on a screen: the one that its reader chose, or that of the organization's days. */
export const stampZoneOf = ({ timeZone, stampZone }: { timeZone: string; stampZone?: string }): string =>
  stampZone ?? timeZone;

/** A time as screens show it: "3 hours ago" or "Nov 23, 2026", and the exact time with its zone. */
export type Stamp = { shown: string; exact: string };

const monthMs = 31 * 86_400_000;

/** Relative within a month of `now`, else the day, in an IANA zone. */
export function stampOf(instant: Date, now: Date, timeZone: string): Stamp {
  const near = Math.abs(instant.getTime() - now.getTime()) < monthMs;
  return {
    shown: near ? formatRelative(instant, now) : formatDay(instant, timeZone),
    exact: formatInstant(instant, timeZone),
  };
}

/**
 * The instant a calendar day ("2026-11-23") begins in an IANA zone; on days without midnight, the first instant there
 * is.
 */
export const startOfDay = (day: string, timeZone: string): Date => new Date(midnightsOf(day, timeZone).start);

/** The instant the day after `day` begins in an IANA zone: the open end of that day. */
export const endOfDay = (day: string, timeZone: string): Date => new Date(midnightsOf(day, timeZone).end);

type Midnights = { start: number; end: number };
const midnights = new Map<string, Map<string, Midnights>>();
const mostDays = 20_000;

/** Remembered, because a page asks for the same sixty days each time, and to reckon them takes a tenth of it. */
function midnightsOf(day: string, timeZone: string): Midnights {
  let days = midnights.get(timeZone);
  if (!days || days.size > mostDays) midnights.set(timeZone, (days = new Map()));
  let known = days.get(day);
  if (!known) {
    const date = Temporal.PlainDate.from(day);
    const startOf = (one: Temporal.PlainDate) => one.toZonedDateTime(timeZone).epochMilliseconds;
    days.set(day, (known = { start: startOf(date), end: startOf(date.add({ days: 1 })) }));
  }
  return known;
}

/** The calendar day ("2026-11-23") of an instant in an IANA zone. */
export const dayOf = (instant: Date, timeZone: string): string => formatOf("isoDay", timeZone).format(instant);
