import { z } from "zod";
import { dayOf, endOfDay, formatDay, formatInstant, startOfDay } from "@/lib/time";
import type { At } from "@/lib/moment";

/**
 * A stretch of time as a filter's parameter writes it, which is also its only form:
 * - `last-30d`, `last-24h`: back from now (a day is 24 hours)
 * - `next-7d`: from now on
 * - `this-month`, `last-month`: the calendar month of the organization's zone that is now, or the one before it, whole
 * - `2026-11-01..2026-11-30`: whole days in the organization's zone, both included; either side may be left out
 * - `2026-11-01T05:00:00.000Z..2026-11-02T05:00:00.000Z`: instants, the second not included
 */
export type TimeWindow = string;

const months = { "this-month": 0, "last-month": -1 } as const;
const isMonth = (text: string): text is keyof typeof months => Object.hasOwn(months, text);
const relative = /^(last|next)-([1-9]\d{0,3})([hd])$/;
const range = /^([^.]*(?:\.\d{3}Z)?)\.\.([^.]*(?:\.\d{3}Z)?)$/;
const hourMs = 3_600_000;

// The database cannot store far years, or a Date cannot write them; no payout is of such a year.
const year = /^(19|2\d)\d\d-/;
const isDay = (text: string) => year.test(text) && z.iso.date().safeParse(text).success;
const isInstant = (text: string) => year.test(text) && z.iso.datetime({ precision: 3 }).safeParse(text).success;

function isRange(text: string): boolean {
  const [, from = "", to = ""] = range.exec(text) ?? [];
  const sides = [from, to].filter((side) => side !== "");
  if (sides.length === 0) return false;
  if (!sides.every(isDay) && !sides.every(isInstant)) return false;
  return sides.length < 2 || (isDay(from) ? from <= to : from < to);
}

/** The first and the last day of a window of whole days, empty where it is open, as two date fields have them. */
type Days = { from: string; to: string };

/** The days of a window that is written by days, also of one that begins after it ends; null for any other. */
export function daysOf(window: string): Days | null {
  const [, from, to] = range.exec(window) ?? [];
  if (from === undefined || to === undefined || from + to === "") return null;
  return [from, to].every((side) => side === "" || isDay(side)) ? { from, to } : null;
}

/** What is wrong with two days; null for those that are a window. */
export const daysProblem = ({ from, to }: Days): string | null =>
  from !== "" && to !== "" && from > to ? `begins on ${from}, after it ends on ${to}` : null;

function windowSchema(direction: "last" | "next", example: string) {
  const isSuch = (text: string) => relative.exec(text)?.[1] === direction || (direction === "last" && isMonth(text));
  return z.string().refine((text) => isSuch(text) || isRange(text), {
    error: ({ input }) => {
      const days = daysOf(String(input));
      return (days && daysProblem(days)) ?? `must be a window such as ${example} or 2026-11-01..2026-11-30`;
    },
  });
}

/** For what has happened: `last-…`, a month or a range. */
export const pastWindow = windowSchema("last", "last-30d");
/** For what will happen: `next-…` or a range. */
export const futureWindow = windowSchema("next", "next-7d");

/**
 * `from` is included, `to` is not; null is open. Columns have millisecond precision, so "+1 ms" turns "after" into
 * "from".
 */
export type Bounds = { from: Date | null; to: Date | null };

/**
 * The instants a window stands for. `last-…` includes both its edges; `next-…` starts after now and includes its far
 * edge.
 */
export function windowBounds(window: TimeWindow, { now, timeZone }: At): Bounds {
  if (isMonth(window)) {
    const [from, to] = [months[window], months[window] + 1].map((offset) => startOfMonth(now, timeZone, offset));
    return { from: from!, to: to! };
  }
  const match = relative.exec(window);
  if (match) {
    const lengthMs = Number(match[2]) * (match[3] === "d" ? 24 : 1) * hourMs;
    return match[1] === "last"
      ? { from: new Date(now.getTime() - lengthMs), to: null }
      : { from: new Date(now.getTime() + 1), to: new Date(now.getTime() + lengthMs + 1) };
  }
  const [, from = "", to = ""] = range.exec(window) ?? [];
  return {
    from: from === "" ? null : isDay(from) ? startOfDay(from, timeZone) : new Date(from),
    to: to === "" ? null : isDay(to) ? endOfDay(to, timeZone) : new Date(to),
  };
}

/** When the calendar month begins in which now is; `offset` months later. */
function startOfMonth(now: Date, timeZone: string, offset: number): Date {
  const [year = 0, month = 1] = dayOf(now, timeZone).split("-").map(Number);
  return startOfDay(new Date(Date.UTC(year, month - 1 + offset, 1)).toISOString().slice(0, 10), timeZone);
}

const plural = (count: number, unit: string) => (count === 1 ? `1 ${unit}` : `${count} ${unit}s`);

/** In words, to follow a verb: "in the last 30 days", "on Nov 3, 2026", "from Nov 1, 2026 to Nov 30, 2026". */
export function windowWords(window: TimeWindow, timeZone: string): string {
  if (isMonth(window)) return window.replace("-", " ");
  const match = relative.exec(window);
  if (match) return `in the ${match[1]} ${plural(Number(match[2]), match[3] === "d" ? "day" : "hour")}`;
  const [, from = "", to = ""] = range.exec(window) ?? [];
  const say = (side: string) =>
    isDay(side) ? formatDay(startOfDay(side, timeZone), timeZone) : formatInstant(new Date(side), timeZone);
  if (from === to) return `on ${say(from)}`;
  if (from === "") return isDay(to) ? `until ${say(to)}` : `before ${say(to)}`;
  if (to === "") return `from ${say(from)} on`;
  return `from ${say(from)} ${isDay(to) ? "to" : "to before"} ${say(to)}`;
}

/** The exact edges, for those who hover: "From Oct 24, 2026, 09:41:07 EST to now". */
export function windowEdges(window: TimeWindow, at: At): string {
  const { from, to } = windowBounds(window, at);
  const start = from === null ? "From the beginning" : `From ${formatInstant(from, at.timeZone)}`;
  if (to !== null) return `${start} to ${formatInstant(to, at.timeZone)}`;
  return relative.test(window) ? `${start} to now` : `${start} on`;
}
