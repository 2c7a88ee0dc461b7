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

const requestNow = cache(() => databaseNow(db));

/** The one moment of this request, from the database's clock; its days are those of the actor's organization. */
export async function currentMoment({ timeZone, displayZone = null }: Zones): Promise<At> {
  return { now: await requestNow(), timeZone, ...(displayZone === null ? {} : { stampZone: displayZone }) };
}
