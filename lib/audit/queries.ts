import { and, eq, type SQL } from "drizzle-orm";
import { alias } from "drizzle-orm/pg-core";
import { db, type Executor } from "@/db/client";
import { batches } from "@/db/schema/batches";
import { events } from "@/db/schema/events";
import { payouts } from "@/db/schema/payouts";
import { users } from "@/db/schema/users";
import { assertAdmin, type Actor } from "@/lib/actor";
import { inWindow, matchingAll, type Conditions } from "@/lib/lists/conditions";
import { cappedTotal, exactTotalLimit, keyset, pageSize, turnedPage } from "@/lib/lists/keyset";
import type { At } from "@/lib/moment";
import { otherActors, type AuditFilter, type AuditView } from "./filter";

const who = alias(users, "who");
const subject = alias(users, "subject");

const columns = {
  id: events.id,
  occurredAt: events.occurredAt,
  name: events.name,
  actorType: events.actorType,
  actorUserId: events.actorUserId,
  actorName: who.name,
  payoutId: events.payoutId,
  payoutReference: payouts.reference,
  recipientName: payouts.recipientName,
  batchId: events.batchId,
  batchFileName: batches.fileName,
  userId: events.userId,
  userName: subject.name,
  fromStatus: events.fromStatus,
  toStatus: events.toStatus,
  reason: events.reason,
  data: events.data,
  requestId: events.requestId,
};

const conditions: Conditions<AuditFilter> = {
  who: (who) => {
    const type = otherActors.find((other) => other === who);
    return type ? eq(events.actorType, type) : eq(events.actorUserId, who);
  },
  what: (what) => eq(events.name, what),
  when: (window, at) => inWindow(events.occurredAt, window, at),
};

const matching = (actor: Actor, filter: AuditFilter, at: At): SQL | undefined =>
  and(eq(events.organizationId, actor.organizationId), matchingAll(conditions, filter, at));

function eventsWithNames(executor: Executor) {
  return executor
    .select(columns)
    .from(events)
    .leftJoin(who, and(eq(who.organizationId, events.organizationId), eq(who.id, events.actorUserId)))
    .leftJoin(payouts, and(eq(payouts.organizationId, events.organizationId), eq(payouts.id, events.payoutId)))
    .leftJoin(batches, and(eq(batches.organizationId, events.organizationId), eq(batches.id, events.batchId)))
    .leftJoin(subject, and(eq(subject.organizationId, events.organizationId), eq(subject.id, events.userId)));
}

export type AuditEvent = Awaited<ReturnType<typeof listEvents>>["rows"][number];

/**
 * One page of the events of the actor's organization under a filter, the latest first, with the names of those
 * concerned, the total and the cursors of the neighbouring pages.
 * @throws DomainError `forbidden` unless the actor is an admin.
 */
export async function listEvents(
  actor: Actor,
  { filter, page }: AuditView,
  at: At,
  size = pageSize,
  executor: Executor = db,
) {
  assertAdmin(actor);
  const { where, orderBy } = keyset(page, { by: events.occurredAt, id: events.id, descending: true });
  const found = await eventsWithNames(executor)
    .where(and(matching(actor, filter, at), where))
    .orderBy(...orderBy)
    .limit(size + 1);
  const some = executor
    .select({ id: events.id })
    .from(events)
    .where(matching(actor, filter, at));
  const total = await cappedTotal(executor, some.limit(exactTotalLimit + 1).as("some"));
  return { ...turnedPage(found, size, page, (event) => event.occurredAt), total };
}
