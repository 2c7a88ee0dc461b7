"use client";

import { useActionState } from "react";
import { Field, Input } from "@/app/_ui/field";
import { SubmitButton } from "@/app/_ui/submit-button";
import { ActionForm, SentRefusal } from "@/app/(portal)/_ui/action-form";
import { clearDefault, makeDefault, remove, rename, share } from "@/app/(portal)/payouts/views/actions";

type Props = { viewId: string };
const OfView = ({ viewId }: Props) => <input type="hidden" name="viewId" value={viewId} />;

export const RenameForm = ({ viewId, name }: Props & { name: string }) => (
  <ActionForm action={rename} className="flex flex-wrap items-end gap-2">
    {(result) => {
      const refused = result && !result.ok ? result : null;
      return (
        <>
          <OfView viewId={viewId} />
          <div className="min-w-0 flex-1 basis-60">
            <Field id="view-name" label="Name" error={refused?.field === "name" ? refused.message : undefined}>
              {(aria) => (
                <Input
                  {...aria}
                  key={name}
                  name="name"
                  required
                  maxLength={80}
                  autoComplete="off"
                  defaultValue={refused?.typed?.name ?? name}
                />
              )}
            </Field>
          </div>
          <SubmitButton kind="secondary" pendingLabel="Renaming…">
            Rename
          </SubmitButton>
        </>
      );
    }}
  </ActionForm>
);

export const ShareForm = ({ viewId }: Props) => (
  <ActionForm action={share}>
    <OfView viewId={viewId} />
    <SubmitButton kind="secondary" pendingLabel="Sharing…">
      Share with everyone
    </SubmitButton>
  </ActionForm>
);

export const DefaultForm = ({ viewId, isDefault }: Props & { isDefault: boolean }) => (
  <ActionForm action={isDefault ? clearDefault : makeDefault}>
    {!isDefault && <OfView viewId={viewId} />}
    <SubmitButton kind="secondary" pendingLabel="Saving…">
      {isDefault ? "Open all payouts instead" : "Make it my default"}
    </SubmitButton>
  </ActionForm>
);

/** Asks once, by a part of the page that opens, so that it works without scripts; it leads away from the view. */
export function DeleteForm({ viewId, name, shared }: Props & { name: string; shared: boolean }) {
  const [result, action] = useActionState(remove, null);
  return (
    <details>
      <summary className="inline-flex min-h-9 cursor-pointer items-center text-danger underline underline-offset-2 max-sm:min-h-11">
        Delete this view
      </summary>
      <form action={action} className="mt-2 flex flex-col items-start gap-3">
        <SentRefusal>{result && !result.ok ? result.message : null}</SentRefusal>
        <OfView viewId={viewId} />
        <p className="break-words">
          “{name}” is deleted {shared ? "for everyone in your organization" : "for you"}. The payouts stay as they are.
        </p>
        <SubmitButton kind="danger" pendingLabel="Deleting…">
          Delete view
        </SubmitButton>
      </form>
    </details>
  );
}
