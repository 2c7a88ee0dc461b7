"use client";

import { useRef } from "react";
import { Button } from "@/app/_ui/button";
import { Dialog } from "@/app/_ui/dialog";
import { SubmitButton } from "@/app/_ui/submit-button";
import { ActionForm } from "@/app/(portal)/_ui/action-form";
import { deactivate } from "@/app/(portal)/admin/users/actions";

/** Asks for a confirmation and says what a deactivation does. */
export function DeactivateUser({ userId, name }: { userId: string; name: string }) {
  const dialog = useRef<HTMLDialogElement>(null);
  return (
    <>
      <Button size="small" onClick={() => dialog.current?.showModal()}>
        Deactivate <span className="sr-only">{name}</span>
      </Button>
      <Dialog ref={dialog} title="Deactivate this user?">
        <p className="mb-4 text-muted">
          <strong className="font-medium text-ink">{name}</strong> is signed out everywhere immediately and can no
          longer sign in. What they did stays in the audit log. You can reactivate them later.
        </p>
        <ActionForm action={deactivate} onSettled={() => dialog.current?.close()} className="flex justify-end gap-2">
          <input type="hidden" name="userId" value={userId} />
          <Button onClick={() => dialog.current?.close()}>Keep active</Button>
          <SubmitButton kind="danger" pendingLabel="Deactivating…">
            Deactivate user
          </SubmitButton>
        </ActionForm>
      </Dialog>
    </>
  );
}
