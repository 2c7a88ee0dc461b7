import { Temporal } from "temporal-polyfill";

const dayMs = 86_400_000;
/** Since then every clock change fell on a full quarter of an hour of UTC. */
const quartersSince = Date.UTC(1973, 0, 1);
const quarterMs = 900_000;

type Offset = { ms: number; suffix: string };
const offsets = new Map<string, Map<number, Offset | null>>();
const dates = new Map<number, string>();
const mostDays = 20_000;

/** In bytes: a year may have six digits and a sign. */
export const longestOffsetISO = "+275760-09-13T00:00:00.000+00:00".length;

/**
 * Writes an instant in ISO 8601 with the zone's offset ("2026-11-23T09:41:07.000-05:00") into `bytes` from `at` on.
 * @returns where it ends, at most `longestOffsetISO` further
 * @throws RangeError for what is no instant
 */
export function writeOffsetISO(bytes: Uint8Array, at: number, instantMs: number, timeZone: string): number {
  const { ms, suffix } = offsetAt(instantMs, timeZone);
  const local = instantMs + ms;
  const day = Math.floor(local / dayMs);
  // Whole numbers of 32 bits, which are counted with quicker.
  const milli = (local - day * dayMs) | 0;
  const seconds = (milli / 1_000) | 0;
  const minutes = (seconds / 60) | 0;
  let end = writeAscii(bytes, at, dateOf(day));
  end = writeTwo(bytes, end, (minutes / 60) | 0, letterT);
  end = writeTwo(bytes, end, minutes % 60, colon);
  end = writeTwo(bytes, end, seconds % 60, colon);
  const hundreds = ((milli % 1_000) / 100) | 0;
  bytes[end] = point;
  end = writeTwo(bytes, end + 1, milli % 100, zero + hundreds);
  return writeAscii(bytes, end, suffix);
}

const [zero, colon, point, letterT] = [0x30, 0x3a, 0x2e, 0x54];

function writeAscii(bytes: Uint8Array, at: number, text: string): number {
  for (let index = 0; index < text.length; index++) bytes[at + index] = text.charCodeAt(index);
  return at + text.length;
}

/** A mark and two digits. */
function writeTwo(bytes: Uint8Array, at: number, number: number, mark: number): number {
  bytes[at] = mark;
  bytes[at + 1] = zero + ((number / 10) | 0);
  bytes[at + 2] = zero + (number % 10);
  return at + 3;
}

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
