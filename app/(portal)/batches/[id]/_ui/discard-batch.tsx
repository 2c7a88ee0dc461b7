"use client";

import { useId, useRef } from "react";
import { Button } from "@/app/_ui/button";
import { SubmitButton } from "@/app/_ui/submit-button";
import { discard } from "@/app/(portal)/batches/actions";
import { ActionForm } from "@/app/(portal)/_ui/action-form";
import { Fact } from "@/app/(portal)/_ui/confirm-dialog";

type Props = { batchId: string; fileName: string; className?: string };

/** Asks for a confirmation and says what a discard does. The browser alone opens the question, so it needs no scripts. */
export function DiscardBatch({ batchId, fileName, className }: Props) {
  const id = useId();
  const question = useRef<HTMLDivElement>(null);
  return (
    <>
      <Button popoverTarget={id} className={className}>
        Discard batch
      </Button>
      <div
        ref={question}
        id={id}
        popover="auto"
        role="dialog"
        aria-label="Discard this batch?"
        className="m-auto w-full max-w-dialog rounded-card border border-line bg-surface p-5 text-left whitespace-normal shadow-floating backdrop:bg-shade max-sm:mb-0 max-sm:rounded-b-none"
      >
        <h2 className="mb-2 text-lg font-semibold">Discard this batch?</h2>
        <p className="mb-4 break-words text-muted">
          No payout is created from <Fact>{fileName}</Fact> and nobody is emailed. The batch stays in the list as
          discarded. This cannot be undone, but the same file can be uploaded again.
        </p>
        <ActionForm
          action={discard}
          onSettled={() => question.current?.hidePopover()}
          className="flex flex-wrap justify-end gap-2"
        >
          <input type="hidden" name="batchId" value={batchId} />
          <Button
            // The popover looks for the attribute when it opens; React keeps `autoFocus` to itself.
            ref={(element) => void element?.toggleAttribute("autofocus", true)}
            popoverTarget={id}
            popoverTargetAction="hide"
          >
            Keep batch
          </Button>
          <SubmitButton kind="danger" pendingLabel="Discarding…">
            Discard batch
          </SubmitButton>
        </ActionForm>
      </div>
    </>
  );
}
