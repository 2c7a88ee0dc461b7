import { and, desc, eq, or, sql, type SQL } from "drizzle-orm";
import { alias } from "drizzle-orm/pg-core";
import { z } from "zod";
import { keepingPlans, readFor, type Executor } from "@/db/client";
import { batches } from "@/db/schema/batches";
import { bulkNames, events, ofRun, standsAlone, standsInLog, wasRefused } from "@/db/schema/events";
import { payouts } from "@/db/schema/payouts";
import { users } from "@/db/schema/users";
import { assertAdmin, type Actor } from "@/lib/actor";
import type { EventName } from "@/lib/events-table";
import { inWindow, matchingAll, type Conditions } from "@/lib/lists/conditions";
import { cappedTotal, exactTotalLimit, keyset, pageSize, turnedPage } from "@/lib/lists/keyset";
import type { Place } from "@/lib/lists/place";
import { fitsText } from "@/lib/payouts/search/folded";
import type { At } from "@/lib/moment";
import { runRequestId } from "@/lib/runs/status";
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
  /** Payouts of the batch by now, the repaired rows among them. */
  batchCreatedCount: batches.createdCount,
  userId: events.userId,
  userName: subject.name,
  fromStatus: events.fromStatus,
  toStatus: events.toStatus,
  reason: events.reason,
  data: events.data,
  requestId: events.requestId,
  address: events.address,
  device: events.device,
};

/** What each part of a filter asks of an event of the actor's organization. */
export const conditions = (actor: Actor): Conditions<AuditFilter> => ({
  who: (who) => {
    const type = otherActors.find((other) => other === who);
    // Written into the text, so that a partial index can serve it.
    return type ? sql`${events.actorType} = ${sql.raw(`'${type}'`)}` : eq(events.actorUserId, who);
  },
  // Events of a kind that never comes in bulk stand alone, which the indexes of those ask to be said.
  what: (what) => and(eq(events.name, what), bulkNames.includes(what) ? undefined : standsAlone),
  payout: (text) => ofPayouts(actor, isNamed(text)),
  recipient: (text) => ofPayouts(actor, hasRecipient(actor, text)),
  batch: (batch) => eq(events.batchId, batch),
  run: (run) => and(ofRun, eq(events.requestId, runRequestId(run))),
  user: (user) => eq(events.userId, user),
  result: (result) => (result === "refused" ? wasRefused : sql`${wasRefused} is not true`),
  when: (window, at) => inWindow(events.occurredAt, window, at),
});

const isNamed = (text: string) =>
  or(
    sql`lower(${payouts.reference}) = lower(${text})`,
    z.uuid().safeParse(text).success ? eq(payouts.id, text) : undefined,
  );

/** Found by the search of payouts; of more than `payoutsSearched` it finds none, and `auditProblem` says so. */
const hasRecipient = (actor: Actor, text: string) =>
  and(
    sql`${payouts.id} = any((select ${found(actor, text)})::uuid[])`,
    fitsText({ ...payouts, reference: sql`''`, extra: sql`null::jsonb` }, text),
  );

/** Of how many payouts the events are searched at most. */
export const payoutsSearched = 1_000;

/** The ids of the payouts that a text fits; null where they are more than `payoutsSearched`. */
export const found = (actor: Actor, text: string) =>
  sql`payout_search_found(${actor.organizationId}, ${text}, ${payoutsSearched})`;

const ownPayouts = (actor: Actor, which: SQL | undefined) =>
  sql`from payouts where ${and(eq(payouts.organizationId, actor.organizationId), which)}`;

/**
 * The events of some payouts. Arrays that are read first, by the indexes of payouts and of their events: joined, the
 * server may choose to walk through the whole log until it has met enough of them.
 */
const ofPayouts = (actor: Actor, which: SQL | undefined): SQL => sql`
  ${events.id} = any(array(
    select own.id from events own where own.organization_id = ${actor.organizationId}
      and own.payout_id = any(array(select ${payouts.id} ${ownPayouts(actor, which)}))))`;

/** Whether a filter asks for something that may have come in bulk, so that each event of it is listed. */
const opensBulk = ({ what, payout, recipient, batch, run }: AuditFilter): boolean =>
  [payout, recipient, batch, run].some((given) => given !== undefined) ||
  (what !== undefined && bulkNames.includes(what));

/** What came in bulk and is told by one event. A kind of event that is asked for is listed with those of runs. */
const told = (filter: AuditFilter): SQL | undefined => {
  if (opensBulk(filter)) return undefined;
  return filter.what === undefined ? standsInLog : standsAlone;
};

const matching = (actor: Actor, filter: AuditFilter, at: At, which = told(filter)): SQL | undefined =>
  and(eq(events.organizationId, actor.organizationId), which, matchingAll(conditions(actor), filter, at));

function eventsWithNames(executor: Executor) {
  return executor
    .select(columns)
    .from(events)
    .leftJoin(who, and(eq(who.organizationId, events.organizationId), eq(who.id, events.actorUserId)))
    .leftJoin(payouts, and(eq(payouts.organizationId, events.organizationId), eq(payouts.id, events.payoutId)))
    .leftJoin(batches, and(eq(batches.organizationId, events.organizationId), eq(batches.id, events.batchId)))
    .leftJoin(subject, and(eq(subject.organizationId, events.organizationId), eq(subject.id, events.userId)));
}

export type AuditEvent = Awaited<ReturnType<typeof eventsWithNames>>[number];

/** The next events under a filter from a place, at most `size + 1`. */
function readEvents(
  actor: Actor,
  { filter, page }: AuditView,
  matched: SQL | undefined,
  size: number,
  executor: Executor,
) {
  const { where, orderBy } = keyset(page, { by: events.occurredAt, id: events.id, descending: true });
  const these = and(matched, where);
  // The server cannot know how rarely two things go together: events are picked out by an index, and only then read.
  const picked = sql`${events.id} = any(array(
    select ${events.id} from ${events} where ${these} order by ${sql.join(orderBy, sql`, `)} limit ${size + 1}))`;
  const isOfMany = Object.values(filter).filter((value) => value !== undefined).length > 1;
  return eventsWithNames(executor)
    .where(isOfMany ? and(eq(events.organizationId, actor.organizationId), picked) : these)
    .orderBy(...orderBy)
    .limit(size + 1);
}

/** The log that a request exports has no event of that export yet, though it is recorded before the first byte leaves. */
const isNotThisReading = ({ requestId }: Actor): SQL =>
  sql`(${events.name} = ${"audit_log.exported" satisfies EventName} and ${events.requestId} = ${requestId}) is not true`;

/**
 * One page of the events of the actor's organization under a filter, the latest first, with the names of those
 * concerned, the total and the cursors of the neighbouring pages. Events that come in bulk with an upload are listed
 * where the filter asks for them, for a batch, a payout or a recipient. Ask `auditProblem` first.
 * @throws DomainError `forbidden` unless the actor is an admin.
 */
export async function listEvents(
  actor: Actor,
  { filter, page }: AuditView,
  at: At,
  size = pageSize,
  executor?: Executor,
) {
  assertAdmin(actor);
  const read = async (on: Executor) => {
    const found = await readEvents(actor, { filter, page }, matching(actor, filter, at), size, on);
    const some = on
      .select({ id: events.id })
      .from(events)
      .where(matching(actor, filter, at))
      // Without an order the server may read the whole table, in the hope of meeting enough events early.
      .orderBy(desc(events.occurredAt), desc(events.id));
    const total = await cappedTotal(on, some.limit(exactTotalLimit + 1).as("some"));
    return { ...turnedPage(found, size, page, (event) => event.occurredAt), total };
  };
  return readFor(actor, read, { executor });
}

/**
 * The events that `listEvents` lists page by page, and what runs did to each payout, the latest first, `size` at a time:
 * for the export.
 * @throws DomainError as `listEvents`
 */
export async function* eachEvent(
  actor: Actor,
  filter: AuditFilter,
  at: At,
  size = 1_000,
): AsyncGenerator<AuditEvent[], void> {
  assertAdmin(actor);
  const each = opensBulk(filter) ? undefined : standsAlone;
  const exported = and(matching(actor, filter, at, each), isNotThisReading(actor));
  let place: Place = {};
  for (let more = true; more; ) {
    const view = { filter, page: place };
    const found = await readFor(actor, async (on) => readEvents(actor, view, exported, size, on));
    const turned = turnedPage(found, size, place, (event) => event.occurredAt);
    yield turned.rows;
    more = turned.next !== null;
    place = { after: turned.next ?? undefined };
  }
}

/** The latest event of the actor's organization; empty before the first. */
export const latestEventId = (actor: Actor): Promise<string> =>
  readFor(actor, async (on) => {
    const [latest] = await keepingPlans(on).execute<{ id: string }>(
      sql`select id from ${events} where organization_id = ${actor.organizationId} order by id desc limit 1`,
    );
    return latest?.id ?? "";
  });
