"use client";

import { useActionState } from "react";
import { Field, Input, Select } from "@/app/_ui/field";
import { Notice } from "@/app/_ui/notice";
import { SubmitButton } from "@/app/_ui/submit-button";
import { save, update } from "@/app/(portal)/payouts/views/actions";

/** Keeps a list under a new name. */
export function SaveForm({ query, mayShare }: { query: string; mayShare: boolean }) {
  const [result, action] = useActionState(save, null);
  const refused = result && !result.ok ? result : null;
  return (
    <form action={action} className="flex flex-col gap-4">
      {refused && refused.field !== "name" && <Refused message={refused.message} />}
      <input type="hidden" name="query" value={query} />
      <Field id="view-name" label="Name" error={refused?.field === "name" ? refused.message : undefined}>
        {(aria) => (
          <Input {...aria} name="name" required maxLength={80} autoComplete="off" defaultValue={refused?.typed?.name} />
        )}
      </Field>
      {mayShare && (
        <label className="flex items-start gap-2">
          <input type="checkbox" name="shared" className="mt-1" />
          <span>
            Share it with everyone in your organization
            <span className="block text-sm text-muted">
              Admins can rename, update and delete a shared view. It cannot be taken back into your own.
            </span>
          </span>
        </label>
      )}
      <div className="flex justify-end">
        <SubmitButton pendingLabel="Saving…">Save view</SubmitButton>
      </div>
    </form>
  );
}

type UpdateProps = { query: string; views: readonly { id: string; name: string }[] };

/** Puts a list into a view that there is. */
export function UpdateForm({ query, views }: UpdateProps) {
  const [result, action] = useActionState(update, null);
  return (
    <form action={action} className="flex flex-col gap-4">
      {result && !result.ok && <Refused message={result.message} />}
      <input type="hidden" name="query" value={query} />
      <Field
        id="view-to-update"
        label="View"
        hint="It then shows this list. What it showed before is in the audit log."
      >
        {(aria) => (
          <Select {...aria} name="viewId" required>
            {views.map(({ id, name }) => (
              <option key={id} value={id}>
                {name}
              </option>
            ))}
          </Select>
        )}
      </Field>
      <div className="flex justify-end">
        <SubmitButton kind="secondary" pendingLabel="Updating…">
          Update view
        </SubmitButton>
      </div>
    </form>
  );
}

const Refused = ({ message }: { message: string }) => (
  <Notice tone="danger" role="alert">
    {message}
  </Notice>
);
