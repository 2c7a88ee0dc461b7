"use client";

import { useId, useRef } from "react";
import { Button } from "@/app/_ui/button";
import { Dialog } from "@/app/_ui/dialog";
import { Field, Textarea } from "@/app/_ui/field";
import { SubmitButton } from "@/app/_ui/submit-button";
import { ActionForm } from "@/app/(portal)/_ui/action-form";
import { noteBounce } from "@/app/(portal)/admin/emails/actions";

/** Records a bounce by hand, because bounce messages arrive in a person's mailbox and not in Meridian. */
export function NoteBounce({ emailId, address }: { emailId: string; address: string }) {
  const dialog = useRef<HTMLDialogElement>(null);
  const id = useId();
  return (
    <>
      <Button size="small" onClick={() => dialog.current?.showModal()}>
        Mark as bounced
      </Button>
      <Dialog ref={dialog} title="Mark this email as bounced?">
        <p className="mb-4 break-words text-muted">
          Do this if a message in your mailbox says that the email could not be delivered to{" "}
          <strong className="font-medium text-ink">{address}</strong>. The payout is then listed with the recipients who
          were not reached.
        </p>
        <ActionForm action={noteBounce} onSettled={() => dialog.current?.close()} className="flex flex-col gap-4">
          {(result) => (
            <>
              <input type="hidden" name="emailId" value={emailId} />
              <Field
                id={id}
                label="Text of the message (optional)"
                error={result && !result.ok && result.field === "said" ? result.message : undefined}
              >
                {(aria) => (
                  <Textarea {...aria} name="said" rows={2} maxLength={300} placeholder="550 5.1.1 No such mailbox" />
                )}
              </Field>
              <div className="flex flex-wrap justify-end gap-2">
                <Button onClick={() => dialog.current?.close()}>Not now</Button>
                <SubmitButton pendingLabel="Saving…">Mark as bounced</SubmitButton>
              </div>
            </>
          )}
        </ActionForm>
      </Dialog>
    </>
  );
}
