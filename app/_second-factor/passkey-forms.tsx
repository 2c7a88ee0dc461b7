"use client";

import { useActionState } from "react";
import { Field, Input } from "@/app/_ui/field";
import { SubmitButton } from "@/app/_ui/submit-button";
import { nameOwnPasskey, removeOwnPasskey } from "./actions";
import { Part, PasswordField, problemOf, Refusal } from "./form-parts";

/** Another name for a passkey, and its end. */
export function PasskeyForms({ id, name }: { id: string; name: string }) {
  const [named, rename] = useActionState(nameOwnPasskey, null);
  const [removed, remove] = useActionState(removeOwnPasskey, null);
  return (
    <Part
      title={
        <>
          Change <span className="sr-only">{name}</span>
        </>
      }
    >
      <div className="flex flex-col gap-5 pb-2">
        <form action={rename} className="flex flex-col gap-3">
          <Refusal result={named} />
          <input type="hidden" name="id" value={id} />
          <Field id={`name-${id}`} label="Name" error={problemOf(named, "name")}>
            {(aria) => (
              <Input {...aria} name="name" required maxLength={100} defaultValue={name} className="max-w-80" />
            )}
          </Field>
          <SubmitButton kind="secondary" pendingLabel="Saving…" className="self-start">
            Save name
          </SubmitButton>
        </form>
        <form action={remove} className="flex flex-col gap-3">
          <Refusal result={removed} />
          <input type="hidden" name="id" value={id} />
          <PasswordField id={`remove-${id}`} result={removed} />
          <SubmitButton kind="danger" pendingLabel="Removing…" className="self-start">
            Remove passkey
          </SubmitButton>
        </form>
      </div>
    </Part>
  );
}
