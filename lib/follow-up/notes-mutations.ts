import { sql } from "drizzle-orm";
import { v7 as uuidv7 } from "uuid";
import { z } from "zod";
import { db } from "@/db/client";
import { insertInto } from "@/db/insert-into";
import { notes } from "@/db/schema/notes";
import { isAdmin, type UserActor } from "@/lib/actor";
import { DomainError, forbidden, notFound } from "@/lib/errors";
import { insertEvents } from "@/lib/events";
import { mentionsIn } from "./mentions";
import { eventOf, isSubject, subjectTable, type Subject } from "./subject";

/** The most people that one note mentions. */
const mostMentions = 50;

/** The addresses that a text mentions. */
const mentionedEmails = (text: string): string[] => [
  ...new Set(
    mentionsIn(text)
      .slice(0, mostMentions)
      .flatMap(({ emails }) => emails),
  ),
];

/**
 * Writes a note of the actor's, any user of the organization: it changes nothing about money. A person whom it names by
 * `@email` is mentioned, if that person can sign in.
 * @param id of the new note; a second call with it changes nothing
 * @returns the names of those who are mentioned
 * @throws DomainError `not_found`
 */
export async function addNote(actor: UserActor, subject: Subject, id: string, text: string): Promise<string[]> {
  if (!z.uuid().safeParse(id).success) throw notFound("note");
  const { organizationId, userId } = actor;
  const { from, reference } = subjectTable[subject.kind];
  const about = { [reference]: sql`subject.id` };
  const written = {
    organizationId: sql`${organizationId}::uuid`,
    id: sql`${id}::uuid`,
    authorId: sql`${userId}::uuid`,
    text: sql`${text}::text`,
    createdAt: sql`date_trunc('milliseconds', clock_timestamp())`,
    ...about,
  };
  const told = {
    id: sql`${uuidv7()}::uuid`,
    occurredAt: sql`note.created_at`,
    name: eventOf(subject, "noted"),
    [reference]: sql`note.subject_id`,
    data: sql`jsonb_build_object('note', note.id, 'mentions', (select count(*) from mentioned))`,
  };
  const [done] = await db.execute<{ found: boolean; names: string[] }>(sql`
    with subject as (select p.id ${from} where ${isSubject(actor, subject)}),
    note as (
      ${insertInto(notes, written, sql`subject`)} on conflict do nothing
      returning id, created_at, coalesce(payout_id, batch_id) as subject_id),
    mentioned as (
      insert into note_mentions (organization_id, id, note_id, user_id, created_at)
      select ${organizationId}::uuid, gen_random_uuid(), note.id, u.id, note.created_at from note join users u on u.organization_id = ${organizationId}
        and u.state = 'active' and u.email = any(${sql.param(mentionedEmails(text))}::text[])
      returning user_id),
    event as (${insertEvents(actor, told, sql`note`)})
    select exists (select from subject) as found, coalesce((
      select json_agg(u.name order by u.name) from users u
      where u.organization_id = ${organizationId} and u.id in (select user_id from mentioned)), '[]') as names`);
  if (!done?.found) throw notFound(subject.kind);
  return done.names;
}

/**
 * Blanks a note for good, by its author or an admin; that there was one stays. Safe to repeat.
 * @throws DomainError `not_found`, `forbidden` for somebody else's note
 */
export async function withdrawNote(actor: UserActor, id: string): Promise<void> {
  if (!z.uuid().safeParse(id).success) throw notFound("note");
  const { organizationId, userId } = actor;
  const own = sql`organization_id = ${organizationId} and id = ${id}::uuid`;
  const [note] = await db.execute<{ authorId: string; payoutId: string | null }>(
    sql`select author_id as "authorId", payout_id as "payoutId" from notes where ${own}`,
  );
  if (!note) throw notFound("note");
  if (note.authorId !== userId && !isAdmin(actor)) throw forbiddenNote();
  const told = {
    id: sql`${uuidv7()}::uuid`,
    occurredAt: sql`gone.withdrawn_at`,
    name: eventOf({ kind: note.payoutId === null ? "batch" : "payout" }, "note_withdrawn"),
    payoutId: sql`gone.payout_id`,
    batchId: sql`gone.batch_id`,
    data: sql`jsonb_build_object('note', gone.id)`,
  };
  await db.execute(sql`
    with gone as (
      update notes set text = null, withdrawn_at = date_trunc('milliseconds', clock_timestamp()), withdrawn_by = ${userId}::uuid
      where ${own} and text is not null returning id, payout_id, batch_id, withdrawn_at),
    unmentioned as (
      delete from note_mentions where organization_id = ${organizationId} and note_id in (select id from gone))
    ${insertEvents(actor, told, sql`gone`)}`);
}

const forbiddenNote = () =>
  new DomainError(forbidden().code, "Only its author or an admin can withdraw a note. Ask one of them.");
