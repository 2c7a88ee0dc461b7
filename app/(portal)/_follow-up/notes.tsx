import { Fragment } from "react";
import { Timestamp } from "@/app/_ui/timestamp";
import { isAdmin, type UserActor } from "@/lib/actor";
import { mentionsIn } from "@/lib/follow-up/mentions";
import type { Note } from "@/lib/follow-up/notes-queries";
import type { Colleague } from "@/lib/follow-up/queries";
import type { At } from "@/lib/moment";
import { withdrawNote } from "./actions";
import { FollowUpForm } from "./follow-up-form";

type Props = { actor: UserActor; notes: readonly Note[]; people: readonly Colleague[]; at: At };

/** What was written about a record, newest last. */
export function Notes({ actor, notes, people, at }: Props) {
  if (notes.length === 0) return <p className="text-muted">No notes yet. Only staff see them.</p>;
  return (
    <ol aria-label="Notes" className="flex flex-col gap-3">
      {notes.map((note) => (
        <li key={note.id} className="min-w-0">
          <div className="flex flex-wrap items-center justify-between gap-x-2 text-sm text-muted">
            <p>
              <span className="font-medium text-ink">{note.authorName}</span> ·{" "}
              <Timestamp at={note.createdAt} {...at} />
            </p>
            {note.text !== null && (note.authorId === actor.userId || isAdmin(actor)) && (
              <FollowUpForm
                action={withdrawNote}
                values={{ noteId: note.id }}
                submit="Withdraw"
                label={`Withdraw the note of ${note.authorName}`}
                pendingLabel="Withdrawing…"
                quiet
              />
            )}
          </div>
          {note.text === null ? (
            <p className="text-muted italic">Withdrawn by {note.withdrawnByName}</p>
          ) : (
            <p className="break-words whitespace-pre-wrap">
              <NoteText text={note.text} people={people} />
            </p>
          )}
        </li>
      ))}
    </ol>
  );
}

/** A note with the names of those whom it mentions. */
export function NoteText({ text, people }: { text: string; people: readonly Colleague[] }) {
  return mentionsIn(text).map(({ before, emails, written }, index) => {
    const person = people.find(({ email }) => emails.includes(email));
    const rest = person ? written.slice(person.email.length + 1) : written;
    return (
      <Fragment key={index}>
        {before}
        {person && (
          <strong className="font-medium" title={person.email}>
            @{person.name}
          </strong>
        )}
        {rest}
      </Fragment>
    );
  });
}
