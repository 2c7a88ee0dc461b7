import { Temporal } from "temporal-polyfill";

const dayMs = 86_400_000;
/** Since then every clock change fell on a full quarter of an hour of UTC. */
const quartersSince = Date.UTC(1973, 0, 1);
const quarterMs = 900_000;

type Offset = { ms: number; suffix: string };
const offsets = new Map<string, Map<number, Offset | null>>();
const dates = new Map<number, string>();
const mostDays = 20_000;

/** ISO 8601 with the zone's offset ("2026-11-23T09:41:07.000-05:00"), as exports write it. */
export function toOffsetISO(instant: Date, timeZone: string): string {
  const { ms, suffix } = offsetAt(instant.getTime(), timeZone);
  const local = instant.getTime() + ms;
  const day = Math.floor(local / dayMs);
  const inDay = local - day * dayMs;
  const [hour, minute] = [Math.floor(inDay / 3_600_000), Math.floor(inDay / 60_000) % 60];
  const [second, milli] = [Math.floor(inDay / 1_000) % 60, inDay % 1_000];
  return `${dateOf(day)}T${padded(hour, 2)}:${padded(minute, 2)}:${padded(second, 2)}.${padded(milli, 3)}${suffix}`;
}

const padded = (number: number, length: number) => String(number).padStart(length, "0");

/** "2026-11-23" for the days since 1970, remembered as the offsets are. */
function dateOf(day: number): string {
  let date = dates.get(day);
  if (date === undefined) {
    if (dates.size > mostDays) dates.clear();
    dates.set(day, (date = new Date(day * dayMs).toISOString().split("T", 1)[0]!));
  }
  return date;
}

/** Remembered for each day of UTC, because to ask takes longer than all else that an export does for a row. */
function offsetAt(instantMs: number, timeZone: string): Offset {
  if (instantMs < quartersSince) return askOffset(instantMs, timeZone);
  let days = offsets.get(timeZone);
  if (!days || days.size > mostDays) offsets.set(timeZone, (days = new Map()));
  const day = Math.floor(instantMs / dayMs);
  let offset = days.get(day);
  if (offset === undefined) days.set(day, (offset = offsetOfDay(day, timeZone)));
  if (offset) return offset;
  // The clock changes on this day.
  const quarter = Math.floor(instantMs / quarterMs);
  let exact = days.get(-quarter);
  if (!exact) days.set(-quarter, (exact = askOffset(quarter * quarterMs, timeZone)));
  return exact;
}

/** Null on a day with a clock change. */
function offsetOfDay(day: number, timeZone: string): Offset | null {
  const [start, end] = [askOffset(day * dayMs, timeZone), askOffset((day + 1) * dayMs, timeZone)];
  return start.ms === end.ms ? start : null;
}

function askOffset(instantMs: number, timeZone: string): Offset {
  const local = Temporal.Instant.fromEpochMilliseconds(instantMs).toZonedDateTimeISO(timeZone);
  return {
    ms: local.offsetNanoseconds / 1_000_000,
    suffix: local.toString({ timeZoneName: "never" }).slice(-"+00:00".length),
  };
}
