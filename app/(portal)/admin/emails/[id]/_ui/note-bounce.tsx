"use client";

import { useId, useRef } from "react";
import { Button } from "@/app/_ui/button";
import { Dialog } from "@/app/_ui/dialog";
import { Field, Textarea } from "@/app/_ui/field";
import { SubmitButton } from "@/app/_ui/submit-button";
import { ActionForm } from "@/app/(portal)/_ui/action-form";
import { noteBounce } from "@/app/(portal)/admin/emails/actions";

/** Notices of mail that came back reach a person's mailbox, so a person can say here that one did. */
export function NoteBounce({ emailId, address }: { emailId: string; address: string }) {
  const dialog = useRef<HTMLDialogElement>(null);
  const id = useId();
  return (
    <>
      <Button size="small" onClick={() => dialog.current?.showModal()}>
        It came back
      </Button>
      <Dialog ref={dialog} title="Did this email come back?">
        <p className="mb-4 break-words text-muted">
          If a message in your mailbox says that it could not be delivered to{" "}
          <strong className="font-medium text-ink">{address}</strong>, note it here: the payout then stands among those
          whose recipient was not reached.
        </p>
        <ActionForm action={noteBounce} onSettled={() => dialog.current?.close()} className="flex flex-col gap-4">
          {(result) => (
            <>
              <input type="hidden" name="emailId" value={emailId} />
              <Field
                id={id}
                label="What does it say? (optional)"
                error={result && !result.ok && result.field === "said" ? result.message : undefined}
              >
                {(aria) => (
                  <Textarea {...aria} name="said" rows={2} maxLength={300} placeholder="550 5.1.1 No such mailbox" />
                )}
              </Field>
              <div className="flex flex-wrap justify-end gap-2">
                <Button onClick={() => dialog.current?.close()}>Not now</Button>
                <SubmitButton pendingLabel="Noting…">Note that it came back</SubmitButton>
              </div>
            </>
          )}
        </ActionForm>
      </Dialog>
    </>
  );
}
