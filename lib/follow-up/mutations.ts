import { sql, type SQL } from "drizzle-orm";
import { v7 as uuidv7 } from "uuid";
import { z } from "zod";
import { db } from "@/db/client";
import { assertAdmin, readingZone, type UserActor } from "@/lib/actor";
import { DomainError, notFound } from "@/lib/errors";
import { insertEvents, type EventValues } from "@/lib/events";
import { formatDay, formatInstant } from "@/lib/time";
import { eventOf, isSubject, subjectTable, type FollowUpEvent, type Subject } from "./subject";

/** `p` is the record before the change, with `p.now`, its moment. */
type Change = {
  event: FollowUpEvent;
  set: SQL;
  onlyIf: SQL;
  reason?: string;
  /** May name columns of the record as it is after the change, and `was`, its assignee before. */
  data?: SQL;
  /** The user it is about. */
  userId?: SQL;
};

/**
 * One statement whose conditional UPDATE feeds the event: of two at the same instant the second finds the record as the
 * first left it. The status and its time stay as they are.
 * @returns whether it was changed
 */
async function change(actor: UserActor, subject: Subject, { event, set, onlyIf, ...told }: Change): Promise<boolean> {
  const { update, from } = subjectTable[subject.kind];
  const values: EventValues = {
    id: sql`${uuidv7()}::uuid`,
    occurredAt: sql`changed.at`,
    name: event,
    [subjectTable[subject.kind].reference]: sql`changed.id`,
    ...(told.reason !== undefined && { reason: sql`${told.reason}::text` }),
    ...(told.data && { data: told.data }),
    ...(told.userId && { userId: told.userId }),
  };
  const changed = await db.execute(sql`
    with locked as (select p.* ${from} where ${isSubject(actor, subject)} for update),
    timed as (select locked.*, date_trunc('milliseconds', clock_timestamp()) as now from locked),
    before as (select p.id, p.assignee_id, p.now from timed p where ${onlyIf}),
    changed as (
      ${update} set ${set} from before where p.organization_id = ${actor.organizationId} and p.id = before.id
      returning p.*, before.now as at, before.assignee_id as was),
    event as (${insertEvents(actor, values, sql`changed`)})
    select id from changed`);
  return changed.length > 0;
}

type Standing = {
  assigneeId: string | null;
  assigneeName: string | null;
  snoozedUntil: Date | null;
  handledReason: string | null;
  rests: boolean;
};

/** How the record stands now. @throws DomainError `not_found` */
async function standing(actor: UserActor, subject: Subject): Promise<Standing> {
  const { from, rests } = subjectTable[subject.kind];
  const [row] = await db.execute<Omit<Standing, "snoozedUntil"> & { snoozedMs: string | null }>(sql`
    select p.assignee_id as "assigneeId", p.handled_reason as "handledReason", (${rests}) as rests,
      (extract(epoch from p.snoozed_until) * 1000)::bigint as "snoozedMs",
      (select u.name from users u where u.organization_id = ${actor.organizationId} and u.id = p.assignee_id) as "assigneeName"
    from (select p.*, clock_timestamp() as now ${from} where ${isSubject(actor, subject)}) p`);
  if (!row) throw notFound(subject.kind);
  const { snoozedMs, ...rest } = row;
  return { ...rest, snoozedUntil: snoozedMs === null ? null : new Date(Number(snoozedMs)) };
}

const nameOf = (organizationId: string, id: SQL) =>
  sql`(select u.name from users u where u.organization_id = ${organizationId} and u.id = ${id})`;

const conflict = (message: string) => new DomainError("conflict", `Nothing was changed: ${message}`);

/**
 * Gives a record to an active user of the organization, or to nobody. Safe to repeat.
 * @param seen who had it when the actor decided; when somebody else has it by now, the actor is told
 * @throws DomainError `forbidden`, `not_found`, `conflict`, `invalid` for who is no active user
 */
export async function assign(actor: UserActor, subject: Subject, to: string | null, seen: string | null) {
  assertAdmin(actor);
  for (const id of [to, seen])
    if (id !== null && !z.uuid().safeParse(id).success) throw new DomainError("invalid", noSuchUser, "assignee");
  const { organizationId } = actor;
  const isActive = sql`exists (select from users u where u.organization_id = ${organizationId} and u.id = ${to}::uuid and u.state = 'active')`;
  const done = await change(actor, subject, {
    event: eventOf(subject, "assigned"),
    set: sql`assignee_id = ${to}::uuid`,
    onlyIf: sql`p.assignee_id is not distinct from ${seen}::uuid and p.assignee_id is distinct from ${to}::uuid
      and (${to}::uuid is null or ${isActive})`,
    userId: sql`changed.assignee_id`,
    data: sql`jsonb_build_object('to', ${nameOf(organizationId, sql`changed.assignee_id`)}, 'from', ${nameOf(organizationId, sql`changed.was`)})`,
  });
  if (done) return;
  const { assigneeId, assigneeName } = await standing(actor, subject);
  if (assigneeId === to) return;
  if (assigneeId === seen) throw new DomainError("invalid", noSuchUser, "assignee");
  throw conflict(`it is assigned to ${assigneeName ?? "nobody"} by now. Look at it again, then decide.`);
}

const noSuchUser = "Choose somebody who can sign in to your organization.";

/** A snooze is no way to put something aside for good. */
const longestSnoozeDays = 366;

/**
 * Puts a record aside until a moment, or takes it back with null. Safe to repeat.
 * @param seen until when it was put aside when the actor decided
 * @throws DomainError `forbidden`, `not_found`, `conflict` when somebody else did so meanwhile or it cannot be put
 * aside as it stands, `invalid` for a moment that is over or too far
 */
export async function snooze(actor: UserActor, subject: Subject, until: Date | null, seen: Date | null) {
  assertAdmin(actor);
  const instant = (date: Date | null) => sql`${date?.toISOString() ?? null}::timestamptz`;
  const [to, from] = [instant(until), instant(seen)];
  const ahead = sql`(${to} > p.now and ${to} <= p.now + make_interval(days => ${longestSnoozeDays}))`;
  const done = await change(actor, subject, {
    event: eventOf(subject, "snoozed"),
    set: sql`snoozed_until = ${to}`,
    onlyIf: sql`p.snoozed_until is not distinct from ${from} and p.snoozed_until is distinct from ${to}
      and (${to} is null or (${ahead} and ${subjectTable[subject.kind].rests}))`,
    data: sql`jsonb_build_object('until', ${until?.toISOString() ?? null}::text)`,
  });
  if (done) return;
  const now = await standing(actor, subject);
  if (now.snoozedUntil?.getTime() === until?.getTime()) return;
  if (now.snoozedUntil?.getTime() !== seen?.getTime())
    throw conflict(
      now.snoozedUntil
        ? `it is snoozed until ${formatInstant(now.snoozedUntil, readingZone(actor))} by now.`
        : "it is not snoozed any more.",
    );
  if (!now.rests) throw conflict(restless);
  throw new DomainError(
    "invalid",
    `Choose a day after today and within a year; ${until ? formatDay(until, actor.timeZone) : "this"} is not.`,
    "day",
  );
}

const restless = "it was replaced by a new payout, or is expiring at this moment. Look at it again.";

/**
 * Says that nothing is left to do about a record as it stands, until its status changes. Safe to repeat.
 * @param reason kept with it, and in its event
 * @throws DomainError `forbidden`, `not_found`, `conflict` when it is handled already for another reason, or cannot be as it stands
 */
export async function markHandled(actor: UserActor, subject: Subject, reason: string): Promise<void> {
  assertAdmin(actor);
  const done = await change(actor, subject, {
    event: eventOf(subject, "handled"),
    set: sql`handled_at = before.now, handled_reason = ${reason}`,
    onlyIf: sql`p.handled_at is null and ${subjectTable[subject.kind].rests}`,
    reason,
  });
  if (done) return;
  const { handledReason } = await standing(actor, subject);
  if (handledReason === reason) return;
  throw conflict(handledReason === null ? restless : `it is marked as handled already: “${handledReason}”`);
}

/**
 * Takes back that nothing is left to do.
 * @throws DomainError `forbidden`, `not_found`, `conflict` when it is not handled (any more)
 */
export async function reopen(actor: UserActor, subject: Subject): Promise<void> {
  assertAdmin(actor);
  const done = await change(actor, subject, {
    event: eventOf(subject, "reopened"),
    set: sql`handled_at = null, handled_reason = null`,
    onlyIf: sql`p.handled_at is not null`,
  });
  if (done) return;
  await standing(actor, subject);
  throw conflict("it is not marked as handled any more.");
}
