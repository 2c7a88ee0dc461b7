import { cache } from "react";
import { db } from "@/db/client";
import type { UserActor } from "./actor";
import { databaseNow } from "./time";

/**
 * The moment that a request measures its windows from, and the time zone of its days. `stampZone` is the zone in which
 * the person who asks wants stamps to be shown; without one it is that of the days.
 */
export type At = { now: Date; timeZone: string; stampZone?: string };

type Zones = Pick<UserActor, "timeZone"> & Partial<Pick<UserActor, "displayZone">>;

/** Of this request; outside a page, of the call alone. */
const requestClock = cache((): { now?: Promise<Date> } => ({}));

/** Makes an instant that the database has just told the moment of this request, so that no other statement asks for it. */
export function keepMoment(now: Date): void {
  requestClock().now ??= Promise.resolve(now);
}

/** The one moment of this request, from the database's clock; its days are those of the actor's organization. */
export async function currentMoment({ timeZone, displayZone = null }: Zones): Promise<At> {
  const clock = requestClock();
  return {
    now: await (clock.now ??= databaseNow(db)),
    timeZone,
    ...(displayZone === null ? {} : { stampZone: displayZone }),
  };
}
