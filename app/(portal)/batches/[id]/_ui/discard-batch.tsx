"use client";

import { useRef } from "react";
import { Button } from "@/app/_ui/button";
import { Dialog } from "@/app/_ui/dialog";
import { SubmitButton } from "@/app/_ui/submit-button";
import { ActionForm } from "@/app/(portal)/_ui/action-form";
import { discard } from "@/app/(portal)/batches/actions";

/** Asks for a confirmation and says what a discard does. */
export function DiscardBatch({ batchId, fileName }: { batchId: string; fileName: string }) {
  const dialog = useRef<HTMLDialogElement>(null);
  return (
    <>
      <Button onClick={() => dialog.current?.showModal()}>Discard batch</Button>
      <Dialog ref={dialog} title="Discard this batch?">
        <p className="mb-4 text-muted">
          No payout is created from <strong className="font-medium break-words text-ink">{fileName}</strong> and nobody
          is emailed. The batch stays in the list as discarded. This cannot be undone, but the same file can be uploaded
          again.
        </p>
        <ActionForm action={discard} onSettled={() => dialog.current?.close()} className="flex justify-end gap-2">
          <input type="hidden" name="batchId" value={batchId} />
          <Button onClick={() => dialog.current?.close()}>Keep batch</Button>
          <SubmitButton kind="danger" pendingLabel="Discarding…">
            Discard batch
          </SubmitButton>
        </ActionForm>
      </Dialog>
    </>
  );
}
