"use client";

import { Field, Input } from "@/app/_ui/field";
import { SubmitButton } from "@/app/_ui/submit-button";
import { ActionForm } from "@/app/(portal)/_ui/action-form";
import { problemOf } from "@/app/(portal)/_ui/confirm-dialog";
import { saveName } from "@/app/(portal)/account/actions";

export const NameForm = ({ name }: { name: string }) => (
  <ActionForm action={saveName} className="flex flex-col gap-4">
    {(result) => {
      const refused = result && !result.ok ? result : null;
      return (
        <>
          <Field
            id="own-name"
            label="Name"
            hint="Your colleagues see it in the audit log and on what you did."
            error={problemOf(refused, "name")}
          >
            {(aria) => (
              <Input
                {...aria}
                name="name"
                required
                maxLength={200}
                autoComplete="name"
                defaultValue={refused?.typed?.name ?? name}
              />
            )}
          </Field>
          <SubmitButton kind="secondary" pendingLabel="Saving…" className="self-end">
            Save name
          </SubmitButton>
        </>
      );
    }}
  </ActionForm>
);
