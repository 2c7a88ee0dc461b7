import { z } from "zod";
import type { At } from "@/lib/moment";
import { dayOf, endOfDay, formatShortDay, startOfDay } from "@/lib/time";

/** A calendar day of the organization's zone, or nothing. */
export const snoozeDay = z.union([z.literal(""), z.iso.date()], { error: "This is not a day. Choose one." });

type SnoozeChoice = { day: string; label: string };

const sunday = 0;
const monday = 1;

/** Days until which something is usually put aside, the next first, in the zone of the moment. */
export function snoozeChoices({ now, timeZone }: At): SnoozeChoice[] {
  const days = Array.from({ length: 31 }, () => "");
  let day = dayOf(now, timeZone);
  for (const index of days.keys()) days[index] = day = dayOf(endOfDay(day, timeZone), timeZone);
  const weekday = new Date(`${dayOf(now, timeZone)}T00:00:00Z`).getUTCDay();
  const untilMonday = weekday === sunday ? 1 : 7 + monday - weekday;
  const named = [
    ["Tomorrow", days[0]!],
    ["Next Monday", days[untilMonday - 1]!],
    ["In a week", days[6]!],
    ["In a month", days[29]!],
  ] as const;
  return named.map(([words, on]) => ({
    day: on,
    label: `${words}, ${formatShortDay(startOfDay(on, timeZone), timeZone)}`,
  }));
}
