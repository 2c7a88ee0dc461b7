import { and, desc, eq, getTableColumns, getTableName, sql, Subquery, WithSubquery, type SQL } from "drizzle-orm";
import { alias, type AnyPgColumn } from "drizzle-orm/pg-core";
import { readFor, type Executor } from "@/db/client";
import { ask } from "@/db/question";
import { batches } from "@/db/schema/batches";
import { bulkNames, events, standsAlone, standsInLog } from "@/db/schema/events";
import { payouts } from "@/db/schema/payouts";
import { users } from "@/db/schema/users";
import { assertAdmin, type Actor } from "@/lib/actor";
import { latestEvent } from "@/lib/events";
import type { EventName } from "@/lib/events-table";
import { matchingAll } from "@/lib/lists/conditions";
import { cappedTotal, exactTotalLimit, keyset, pageSize, turnedPage } from "@/lib/lists/keyset";
import type { Place } from "@/lib/lists/place";
import type { At } from "@/lib/moment";
import type { AuditFilter } from "./filter";
import { conditions, isOf, type Asked } from "./matching";

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

/**
 * What the log is read from. Events of some payouts are read first, by the index of these, whatever else is asked of
 * them: the server could choose to walk through the whole log until it has met enough of them.
 */
const source = ({ organizationId }: Actor, { payouts: named }: Asked): SQL =>
  named
    ? sql`(select * from ${events} where ${eq(events.organizationId, organizationId)} and ${isOf(named)} offset 0) as ${events}`
    : sql`${events}`;

const asEvents = (rows: SQL) => new Subquery(rows, getTableColumns(events), getTableName(events));

/** Whether a filter asks for something that may have come in bulk, so that each event of it is listed. */
const opensBulk = ({ what, payout, recipient, batch, run }: AuditFilter): boolean =>
  [payout, recipient, batch, run].some((given) => given !== undefined) ||
  (what !== undefined && bulkNames.includes(what));

/** What came in bulk and is told by one event. A kind of event that is asked for is listed with those of runs. */
const told = (filter: AuditFilter): SQL | undefined => {
  if (opensBulk(filter)) return undefined;
  return filter.what === undefined ? standsInLog : standsAlone;
};

const matching = (actor: Actor, { filter, payouts: named }: Asked, at: At, which = told(filter)): SQL | undefined =>
  and(eq(events.organizationId, actor.organizationId), which, matchingAll(conditions(named), filter, at));

type PayoutColumns = ReturnType<typeof getTableColumns<typeof payouts>>;

/**
 * The payouts of the events of `withNames`. Those that are not known already are read from the table in one walk along its
 * key: one by one, each would cost the whole way down.
 */
function payoutsOf({ organizationId }: Actor, { payouts: named }: Asked) {
  const known = sql`
    select ${organizationId}::uuid as organization_id, id, reference, "recipientName" as recipient_name
    from jsonb_to_recordset(${JSON.stringify(named)}::text::jsonb) as known (id uuid, reference text, "recipientName" text)`;
  const read = sql`
    select * from ${payouts} where ${eq(payouts.organizationId, organizationId)}
      and ${payouts.id} = any(array(select ${events.payoutId} from ${events}))`;
  return new Subquery<"payouts", PayoutColumns>(named ? known : read, getTableColumns(payouts), "payouts");
}

function withNames(actor: Actor, asked: Asked, rows: SQL, executor: Executor) {
  // The actor's own, and not the event's: the server does not know that these are the same, and would read all users.
  const isOwn = (organizationId: AnyPgColumn) => eq(organizationId, actor.organizationId);
  // Under the name of their table, so that everywhere in this statement "events" are these alone.
  const found = new WithSubquery(rows, getTableColumns(events), getTableName(events), true);
  return executor
    .with(found)
    .select(columns)
    .from(found)
    .leftJoin(who, and(isOwn(who.organizationId), eq(who.id, events.actorUserId)))
    .leftJoin(payoutsOf(actor, asked), and(isOwn(payouts.organizationId), eq(payouts.id, events.payoutId)))
    .leftJoin(batches, and(isOwn(batches.organizationId), eq(batches.id, events.batchId)))
    .leftJoin(subject, and(isOwn(subject.organizationId), eq(subject.id, events.userId)));
}

export type AuditEvent = Awaited<ReturnType<typeof withNames>>[number];

/** The next events under a filter from a place, at most `size + 1`. */
function readEvents(
  actor: Actor,
  { page, ...asked }: Asked & { page: Place },
  matched: SQL | undefined,
  size: number,
  executor: Executor,
) {
  const { where, orderBy } = keyset(page, { by: events.occurredAt, id: events.id, descending: true });
  const next = sql`
    from ${source(actor, asked)} where ${and(matched, where)} order by ${sql.join(orderBy, sql`, `)} limit ${size + 1}`;
  // The server cannot know how rarely two things go together: events are picked out by an index, and only then read.
  const isOfMany = Object.values(asked.filter).filter((value) => value !== undefined).length > 1;
  const rows =
    isOfMany && !asked.payouts
      ? sql`select * from ${events} where ${eq(events.organizationId, actor.organizationId)}
          and ${events.id} = any(array(select ${events.id} ${next}))`
      : sql`select * ${next}`;
  return withNames(actor, asked, rows, executor).orderBy(...orderBy);
}

/** The log that a request exports has no event of that export yet, though it is recorded before the first byte leaves. */
const isNotThisReading = ({ requestId }: Actor): SQL =>
  sql`(${events.name} = ${"audit_log.exported" satisfies EventName} and ${events.requestId} = ${requestId}) is not true`;

/**
 * One page of the events of the actor's organization under a filter, the latest first, with the names of those
 * concerned, the total and the cursors of the neighbouring pages. Events that come in bulk with an upload are listed
 * where the filter asks for them, for a batch, a payout or a recipient.
 * @param asked what `askLog` says of the filter
 * @throws DomainError `forbidden` unless the actor is an admin.
 */
export async function listEvents(
  actor: Actor,
  { page, ...asked }: Asked & { page: Place },
  at: At,
  size = pageSize,
  executor?: Executor,
) {
  assertAdmin(actor);
  const matched = matching(actor, asked, at);
  const read = async (on: Executor) => {
    const found = await readEvents(actor, { ...asked, page }, matched, size, on);
    const some = on
      .select({ id: events.id })
      .from(asEvents(sql`select * from ${source(actor, asked)}`))
      .where(matched)
      // Without an order the server may read the whole table, in the hope of meeting enough events early.
      .orderBy(desc(events.occurredAt), desc(events.id));
    const isWhole = page.after === undefined && page.before === undefined && found.length <= size;
    const total = isWhole
      ? { count: found.length, capped: false }
      : await cappedTotal(on, some.limit(exactTotalLimit + 1).as("some"));
    return { ...turnedPage(found, size, page, (event) => event.occurredAt), total };
  };
  return readFor(actor, read, { executor });
}

/**
 * The events that `listEvents` lists page by page, and what runs did to each payout, the latest first, `size` at a time:
 * for the export.
 * @throws DomainError as `listEvents`
 */
export async function* eachEvent(actor: Actor, asked: Asked, at: At, size = 1_000): AsyncGenerator<AuditEvent[], void> {
  assertAdmin(actor);
  const each = opensBulk(asked.filter) ? undefined : standsAlone;
  const exported = and(matching(actor, asked, at, each), isNotThisReading(actor));
  let place: Place = {};
  for (let more = true; more; ) {
    const view = { ...asked, page: place };
    const found = await readFor(actor, async (on) => readEvents(actor, view, exported, size, on));
    const turned = turnedPage(found, size, place, (event) => event.occurredAt);
    yield turned.rows;
    more = turned.next !== null;
    place = { after: turned.next ?? undefined };
  }
}

/** The latest event of the actor's organization; empty before the first. */
export const latestEventId = (actor: Actor): Promise<string> =>
  readFor(actor, (on) => ask(on, latestEvent(actor)), { oneStatement: true });
