import { formatDay, formatInstant, formatRelative } from "@/lib/time";

const monthMs = 31 * 86_400_000;

/** A relative time, or the day for older ones; the exact time with its zone shows on hover. */
export function Timestamp({ at, now, timeZone }: { at: Date; now: Date; timeZone: string }) {
  const near = Math.abs(at.getTime() - now.getTime()) < monthMs;
  const exact = formatInstant(at, timeZone);
  return (
    <time dateTime={at.toISOString()} title={exact} className="whitespace-nowrap">
      {near ? formatRelative(at, now) : formatDay(at, timeZone)}
      <span className="sr-only">, {exact}</span>
    </time>
  );
}

/** The exact time, and how long ago it was. */
export function ExactTimestamp({ at, now, timeZone }: { at: Date; now: Date; timeZone: string }) {
  return (
    <time dateTime={at.toISOString()}>
      {formatInstant(at, timeZone)} <span className="whitespace-nowrap text-muted">({formatRelative(at, now)})</span>
    </time>
  );
}
