import { and, desc, eq, getTableColumns, sql } from "drizzle-orm";
import { alias } from "drizzle-orm/pg-core";
import { db } from "@/db/client";
import { batches } from "@/db/schema/batches";
import { noteMentions } from "@/db/schema/note_mentions";
import { notes } from "@/db/schema/notes";
import { payouts } from "@/db/schema/payouts";
import { users } from "@/db/schema/users";
import type { Actor, UserActor } from "@/lib/actor";
import { keyset, pageSize, turnedPage } from "@/lib/lists/keyset";
import type { Place } from "@/lib/lists/place";
import type { Subject } from "./subject";

const authors = alias(users, "authors");
const withdrawers = alias(users, "withdrawers");

/** More notes than a person reads; of more, the latest. */
const mostNotes = 500;

export type Note = Awaited<ReturnType<typeof notesOf>>[number];

/** The notes of one of the actor's payouts or batches, newest last, with the names of those who wrote and withdrew them. */
export async function notesOf(actor: Actor, { kind, id }: Subject) {
  const subject = kind === "payout" ? notes.payoutId : notes.batchId;
  const found = await db
    .select({ ...getTableColumns(notes), authorName: authors.name, withdrawnByName: withdrawers.name })
    .from(notes)
    .innerJoin(authors, and(eq(authors.organizationId, notes.organizationId), eq(authors.id, notes.authorId)))
    .leftJoin(
      withdrawers,
      and(eq(withdrawers.organizationId, notes.organizationId), eq(withdrawers.id, notes.withdrawnBy)),
    )
    .where(and(eq(notes.organizationId, actor.organizationId), eq(subject, id)))
    .orderBy(desc(notes.createdAt), desc(notes.id))
    .limit(mostNotes);
  return found.reverse();
}

/** One page of the notes that mention the actor, the latest first, each with what it is about. */
export async function mentionsOf(actor: UserActor, place: Place, size = pageSize) {
  const order = { by: noteMentions.createdAt, id: noteMentions.noteId, descending: true };
  const { where, orderBy } = keyset(place, order);
  const found = await db
    .select({
      id: noteMentions.noteId,
      createdAt: noteMentions.createdAt,
      text: sql<string>`${notes.text}`,
      authorName: authors.name,
      payoutId: notes.payoutId,
      reference: payouts.reference,
      recipientName: payouts.recipientName,
      batchId: notes.batchId,
      fileName: batches.fileName,
    })
    .from(noteMentions)
    .innerJoin(notes, and(eq(notes.organizationId, noteMentions.organizationId), eq(notes.id, noteMentions.noteId)))
    .innerJoin(authors, and(eq(authors.organizationId, notes.organizationId), eq(authors.id, notes.authorId)))
    .leftJoin(payouts, and(eq(payouts.organizationId, notes.organizationId), eq(payouts.id, notes.payoutId)))
    .leftJoin(batches, and(eq(batches.organizationId, notes.organizationId), eq(batches.id, notes.batchId)))
    .where(and(eq(noteMentions.organizationId, actor.organizationId), eq(noteMentions.userId, actor.userId), where))
    .orderBy(...orderBy)
    .limit(size + 1);
  return turnedPage(found, size, place, (row) => row.createdAt);
}
