import { and, asc, count, desc, eq, gt, gte, lt, or, type SQL } from "drizzle-orm";
import { alias } from "drizzle-orm/pg-core";
import { db, type Executor } from "@/db/client";
import { batches } from "@/db/schema/batches";
import { events } from "@/db/schema/events";
import { payouts } from "@/db/schema/payouts";
import { users } from "@/db/schema/users";
import { assertAdmin, type Actor } from "../actor";
import { windowBounds, type At } from "../time-window";
import { otherActors, type AuditFilter, type AuditView } from "./filter";

const pageSize = 50;
/** Above this the log says "10,000+"; counting millions of events on each page turn would cost more than it tells. */
const exactTotalLimit = 10_000;

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

function matching(actor: Actor, filter: AuditFilter, at: At): SQL | undefined {
  const { from, to } = filter.when === undefined ? { from: null, to: null } : windowBounds(filter.when, at);
  const other = otherActors.find((type) => type === filter.who);
  return and(
    eq(events.organizationId, actor.organizationId),
    other && eq(events.actorType, other),
    filter.who !== undefined && !other ? eq(events.actorUserId, filter.who) : undefined,
    filter.what && eq(events.name, filter.what),
    from ? gte(events.occurredAt, from) : undefined,
    to ? lt(events.occurredAt, to) : undefined,
  );
}

function beyond(cursor: string | undefined, down: boolean): SQL | undefined {
  if (cursor === undefined) return undefined;
  const [ms = "", id = ""] = cursor.split("_");
  const instant = new Date(Number(ms));
  const past = down ? lt : gt;
  return or(past(events.occurredAt, instant), and(eq(events.occurredAt, instant), past(events.id, id)));
}

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
 * One page of the events of the actor's organization under a filter, the latest first, with the names of those concerned, the total and
 * the cursors of the neighbouring pages.
 * @throws DomainError `forbidden` unless the actor is an admin.
 */
export async function listEvents(actor: Actor, { filter, page }: AuditView, at: At, size = pageSize, executor: Executor = db) {
  assertAdmin(actor);
  const down = page.before === undefined;
  const order = down ? desc : asc;
  const found = await eventsWithNames(executor)
    .where(and(matching(actor, filter, at), beyond(page.after ?? page.before, down)))
    .orderBy(order(events.occurredAt), order(events.id))
    .limit(size + 1);
  const more = found.length > size;
  const rows = down ? found.slice(0, size) : found.slice(0, size).reverse();
  const cursorOf = (row: (typeof rows)[number] | undefined) => (row ? `${row.occurredAt.getTime()}_${row.id}` : null);
  return {
    rows,
    total: await cappedCount(actor, filter, at, executor),
    previous: (down ? page.after !== undefined : more) ? cursorOf(rows[0]) : null,
    next: (down ? more : rows.length > 0) ? cursorOf(rows.at(-1)) : null,
  };
}

async function cappedCount(actor: Actor, filter: AuditFilter, at: At, executor: Executor) {
  const some = executor
    .select({ id: events.id })
    .from(events)
    .where(matching(actor, filter, at))
    .limit(exactTotalLimit + 1)
    .as("some");
  const [row] = await executor.select({ count: count() }).from(some);
  const found = row?.count ?? 0;
  return { count: Math.min(found, exactTotalLimit), capped: found > exactTotalLimit };
}
