import { cache } from "react";
import { db } from "@/db/client";
import type { UserActor } from "./actor";
import { databaseNow } from "./time";

/** The moment that a request measures its windows from, and the time zone of its days. */
export type At = { now: Date; timeZone: string };

const requestNow = cache(() => databaseNow(db));

/** The one moment of this request, from the database's clock, in the zone of the actor's organization. */
export async function currentMoment(actor: Pick<UserActor, "timeZone">): Promise<At> {
  return { now: await requestNow(), timeZone: actor.timeZone };
}
