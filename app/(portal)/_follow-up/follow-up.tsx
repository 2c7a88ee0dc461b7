import { v7 as uuidv7 } from "uuid";
import { Card } from "@/app/_ui/card";
import { isAdmin, type UserActor } from "@/lib/actor";
import { notesOf } from "@/lib/follow-up/notes-queries";
import { assigneeNames, colleagues } from "@/lib/follow-up/queries";
import type { Subject } from "@/lib/follow-up/subject";
import type { At } from "@/lib/moment";
import { HandOver, type Followed } from "./hand-over";
import { HandOverForms } from "./hand-over-forms";
import { Notes } from "./notes";
import { NoteForm } from "./note-form";

type Props = { actor: UserActor; subject: Subject; record: Followed; at: At };

/** What people hand to one another about a record: who has it, until when it rests, whether it is dealt with, and notes. */
export async function FollowUp({ actor, subject, record, at }: Props) {
  const [people, names, notes] = await Promise.all([
    colleagues(actor),
    assigneeNames(actor, [record]),
    notesOf(actor, subject),
  ]);
  const assignee = record.assigneeId === null ? null : (names.get(record.assigneeId) ?? null);
  return (
    <section aria-labelledby="follow-up" className="mt-6">
      <h2 id="follow-up" className="mb-2.5 font-semibold">
        Follow-up
      </h2>
      <Card className="grid lg:grid-cols-2">
        <div className="min-w-0 border-line p-4 max-lg:border-b lg:border-r">
          {isAdmin(actor) ? (
            <HandOverForms
              actor={actor}
              subject={subject}
              record={record}
              assignee={assignee}
              people={people}
              at={at}
            />
          ) : (
            <HandOver record={record} assignee={assignee} at={at} />
          )}
        </div>
        <div className="flex min-w-0 flex-col gap-3 p-4">
          <Notes actor={actor} notes={notes} people={people} at={at} />
          <NoteForm values={{ kind: subject.kind, id: subject.id, noteId: uuidv7() }} people={people} />
        </div>
      </Card>
    </section>
  );
}
