import { formatInstant, formatRelative, stampOf } from "@/lib/time";
import { Stamped } from "./stamped";

/** A relative time, or the day for older ones; the exact time with its zone shows on hover. */
export const Timestamp = ({ at, now, timeZone }: { at: Date; now: Date; timeZone: string }) => (
  <Stamped {...stampOf(at, now, timeZone)} />
);

/** The exact time, and how long ago it was. */
export function ExactTimestamp({ at, now, timeZone }: { at: Date; now: Date; timeZone: string }) {
  return (
    <time dateTime={at.toISOString()}>
      {formatInstant(at, timeZone)} <span className="whitespace-nowrap text-muted">({formatRelative(at, now)})</span>
    </time>
  );
}
