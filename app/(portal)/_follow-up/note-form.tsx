"use client";

import { useId, useRef, useState } from "react";
import { Textarea } from "@/app/_ui/field";
import { SubmitButton } from "@/app/_ui/submit-button";
import type { Colleague } from "@/lib/follow-up/queries";
import { ActionForm, invalidIn } from "@/app/(portal)/_ui/action-form";
import { addNote } from "./actions";
import type { PeopleList as List } from "./people-list";

type Props = { values: { kind: string; id: string; noteId: string }; people: readonly Colleague[] };

/**
 * Writes a note. Behind an `@` it offers the people of the organization; without scripts their address is typed in full.
 */
export function NoteForm({ values, people }: Props) {
  const id = useId();
  const text = useRef<HTMLTextAreaElement>(null);
  const [PeopleList, setPeopleList] = useState<typeof List | null>(null);
  // Without the list a person can still be written as an address.
  const load = () =>
    void import("./people-list").then(
      (loaded) => setPeopleList(() => loaded.PeopleList),
      () => {},
    );
  return (
    <ActionForm action={addNote} className="flex flex-col gap-2">
      {(result) => {
        const refused = result && !result.ok ? result : null;
        const problem = invalidIn(result)?.message;
        return (
          <>
            {Object.entries(values).map(([name, value]) => (
              <input key={name} type="hidden" name={name} value={value} />
            ))}
            <div className="relative">
              <label htmlFor={id} className="mb-1 block text-sm font-medium">
                Add a note
              </label>
              <Textarea
                ref={text}
                id={id}
                name="text"
                rows={2}
                maxLength={2_000}
                required
                defaultValue={refused?.typed?.text}
                aria-describedby={`${id}-hint`}
                aria-invalid={problem ? true : undefined}
                onFocus={PeopleList ? undefined : load}
              />
              {PeopleList && <PeopleList field={text} people={people} />}
              <p id={`${id}-hint`} className="mt-1 text-sm text-muted">
                Type @ to mention a colleague.
              </p>
            </div>
            {problem && (
              <p role="alert" className="text-sm text-danger">
                {problem}
              </p>
            )}
            <div>
              <SubmitButton kind="secondary" pendingLabel="Saving…">
                Add note
              </SubmitButton>
            </div>
          </>
        );
      }}
    </ActionForm>
  );
}
