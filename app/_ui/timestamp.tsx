import type { At } from "@/lib/moment";
import { formatInstant, formatRelative, stampOf, stampZoneOf } from "@/lib/time";
import { Stamped } from "./stamped";

/** A relative time, or the day for older ones; the exact time with its zone shows on hover. */
export const Timestamp = ({ at, ...moment }: { at: Date } & At) => (
  <Stamped {...stampOf(at, moment.now, stampZoneOf(moment))} />
);

/** The exact time, and how long ago it was. */
export function ExactTimestamp({ at, ...moment }: { at: Date } & At) {
  return (
    <time dateTime={at.toISOString()}>
      {formatInstant(at, stampZoneOf(moment))}{" "}
      <span className="whitespace-nowrap text-muted">({formatRelative(at, moment.now)})</span>
    </time>
  );
}
