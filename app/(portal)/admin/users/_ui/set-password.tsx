"use client";

import { useId, useRef } from "react";
import { Button } from "@/app/_ui/button";
import { Dialog } from "@/app/_ui/dialog";
import { Field, Input } from "@/app/_ui/field";
import { SubmitButton } from "@/app/_ui/submit-button";
import { ActionForm } from "@/app/(portal)/_ui/action-form";
import { setPassword } from "@/app/(portal)/admin/users/actions";

/** Sets a new password for a user who forgot theirs. */
export function SetPassword({ userId, name }: { userId: string; name: string }) {
  const dialog = useRef<HTMLDialogElement>(null);
  const id = useId();
  return (
    <>
      <Button size="small" onClick={() => dialog.current?.showModal()}>
        Set password <span className="sr-only">of {name}</span>
      </Button>
      <Dialog ref={dialog} title="Set a new password?">
        <p className="mb-4 text-muted">
          The old password of <strong className="font-medium text-ink">{name}</strong> stops working, and they are
          signed out everywhere.
        </p>
        <ActionForm action={setPassword} onSettled={() => dialog.current?.close()} className="flex flex-col gap-4">
          {(result) => (
            <>
              <input type="hidden" name="userId" value={userId} />
              <Field
                id={id}
                label="New password"
                hint="At least 12 characters."
                error={result && !result.ok && result.code === "invalid" ? result.message : undefined}
              >
                {(aria) => (
                  <Input
                    {...aria}
                    name="password"
                    type="password"
                    required
                    minLength={12}
                    maxLength={1024}
                    autoComplete="new-password"
                  />
                )}
              </Field>
              <div className="flex justify-end gap-2">
                <Button onClick={() => dialog.current?.close()}>Keep old password</Button>
                <SubmitButton kind="danger" pendingLabel="Setting…">
                  Set password
                </SubmitButton>
              </div>
            </>
          )}
        </ActionForm>
      </Dialog>
    </>
  );
}
