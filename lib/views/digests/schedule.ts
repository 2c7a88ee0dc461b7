import { Temporal } from "temporal-polyfill";
import { digestHour, rhythmTable, type DigestRhythm } from "./rhythms";

/** The first time after an instant at which a digest is due, in an IANA zone; also where the clock changes. */
export function nextDue(rhythm: DigestRhythm, after: Date, timeZone: string): Date {
  const days: readonly number[] = rhythmTable[rhythm].days;
  const start = Temporal.Instant.fromEpochMilliseconds(after.getTime()).toZonedDateTimeISO(timeZone).toPlainDate();
  for (let day = start; ; day = day.add({ days: 1 })) {
    if (!days.includes(day.dayOfWeek)) continue;
    const due = day.toZonedDateTime({ timeZone, plainTime: { hour: digestHour } }).epochMilliseconds;
    if (due > after.getTime()) return new Date(due);
  }
}

const firstDay = Temporal.PlainDate.from("2000-01-01");

/** The number of the calendar day of an instant in an IANA zone, by which a digest is sent once a day. */
export const dayNumber = (instant: Date, timeZone: string): number =>
  firstDay.until(Temporal.Instant.fromEpochMilliseconds(instant.getTime()).toZonedDateTimeISO(timeZone).toPlainDate())
    .days;
