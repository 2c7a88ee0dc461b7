import { and, asc, eq } from "drizzle-orm";
import { db } from "@/db/client";
import { events } from "@/db/schema/events";
import { users } from "@/db/schema/users";
import type { Actor } from "../actor";

/** Everything that happened to one of the actor's payouts, oldest first, with the name of the user who did it where one did. */
export async function payoutTimeline(actor: Actor, payoutId: string) {
  return db
    .select({
      id: events.id,
      name: events.name,
      occurredAt: events.occurredAt,
      actorType: events.actorType,
      userName: users.name,
      fromStatus: events.fromStatus,
      toStatus: events.toStatus,
      reason: events.reason,
      data: events.data,
    })
    .from(events)
    .leftJoin(users, and(eq(users.organizationId, events.organizationId), eq(users.id, events.actorUserId)))
    .where(and(eq(events.organizationId, actor.organizationId), eq(events.payoutId, payoutId)))
    .orderBy(asc(events.occurredAt), asc(events.id));
}
