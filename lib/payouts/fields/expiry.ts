import { z } from "zod";
import type { At } from "@/lib/moment";
import { endOfDay } from "@/lib/time";
import { ingestError } from "@/lib/ingest-errors/table";
import type { Cell, Checked, RowInReading } from "./field";

export const maxYearsAhead = 2;

type ExpiryProblem = "format" | "without_offset" | "impossible" | "past" | "too_far";

const dayForm = /^\d{4}-\d{2}-\d{2}$/;
const localForm = /^\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?$/;
const instantForm = /^\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?(Z|[+-]\d{2}:?\d{2})$/i;

/** The instant at which the link stops working. */
export function readExpiry(cell: Cell, { at }: RowInReading): Checked<Date> {
  const parsed = knownExpiry(cell.value, at);
  if ("expiresAt" in parsed) return { value: parsed.expiresAt };
  if (parsed.problem === "too_far")
    return { fault: ingestError("expires_at_too_far", { ...cell, limit: maxYearsAhead }) };
  return { fault: ingestError(`expires_at_${parsed.problem}`, cell) };
}

type Parsed = { expiresAt: Date } | { problem: ExpiryProblem };

/** Days in the future that were read before, each once for all rows that are read as of the same instant. */
const knownDays = new WeakMap<At, Map<string, Parsed>>();

/** A file names few days, and to find the end of one takes as long as the rest of its row. */
function knownExpiry(text: string, at: At): Parsed {
  const days = knownDays.get(at) ?? new Map<string, Parsed>();
  const known = days.get(text);
  if (known) return known;
  const parsed = parseExpiry(text, at);
  // Those that are good are no more than the days of `maxYearsAhead`.
  if ("expiresAt" in parsed && dayForm.test(text)) knownDays.set(at, days.set(text, parsed));
  return parsed;
}

/** The instant an expiry cell means; a date alone means the last millisecond of that day in the zone. */
function parseExpiry(text: string, { now, timeZone }: At): Parsed {
  if (localForm.test(text)) return { problem: "without_offset" };
  if (!dayForm.test(text) && !instantForm.test(text)) return { problem: "format" };
  if (!isOnCalendar(text)) return { problem: "impossible" };
  const expiresAt = dayForm.test(text) ? new Date(endOfDay(text, timeZone).getTime() - 1) : new Date(isoSpelling(text));
  if (expiresAt.getTime() <= now.getTime()) return { problem: "past" };
  const latest = new Date(now);
  latest.setUTCFullYear(latest.getUTCFullYear() + maxYearsAhead);
  return expiresAt > latest ? { problem: "too_far" } : { expiresAt };
}

/**
 * ISO 8601 also allows a lower-case z, no seconds, an offset without its colon and, by agreement, a space for the T;
 * the library wants one spelling.
 */
const isoSpelling = (text: string) =>
  text
    .toUpperCase()
    .replace(" ", "T")
    .replace(/([+-]\d{2})(\d{2})$/, "$1:$2")
    .replace(/T(\d{2}:\d{2})(Z|[+-])/, "T$1:00$2");

const isOnCalendar = (text: string) =>
  (dayForm.test(text) ? z.iso.date() : z.iso.datetime({ offset: true })).safeParse(isoSpelling(text)).success;
