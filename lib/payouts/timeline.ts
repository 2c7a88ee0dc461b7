import { and, asc, eq } from "drizzle-orm";
import { db } from "@/db/client";
import { events } from "@/db/schema/events";
import { users } from "@/db/schema/users";
import type { Actor } from "@/lib/actor";
import { transitionTable } from "./transitions";

/** `verdict` of a verification answer: it is counted before it is judged, so its own event cannot say it. */
export type TimelineEvent = Awaited<ReturnType<typeof storedEvents>>[number] & { verdict: "right" | "wrong" | null };

/**
 * Everything that happened to one of the actor's payouts, oldest first, with the name of the user who did it where one
 * did.
 */
export async function payoutTimeline(actor: Actor, payoutId: string): Promise<TimelineEvent[]> {
  const stored = await storedEvents(actor, payoutId);
  const proved = new Set(
    stored.filter(({ name }) => name === transitionTable.verify.event).map(({ requestId }) => requestId),
  );
  const isAnswer = (name: string) => name === transitionTable.answer.event;
  return stored.map((event) => ({
    ...event,
    verdict: isAnswer(event.name) ? (proved.has(event.requestId) ? "right" : "wrong") : null,
  }));
}

async function storedEvents(actor: Actor, payoutId: string) {
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
      requestId: events.requestId,
    })
    .from(events)
    .leftJoin(users, and(eq(users.organizationId, events.organizationId), eq(users.id, events.actorUserId)))
    .where(and(eq(events.organizationId, actor.organizationId), eq(events.payoutId, payoutId)))
    .orderBy(asc(events.occurredAt), asc(events.id));
}
