"use client";

import { discard } from "@/app/(portal)/batches/actions";
import { ConfirmButton, Fact } from "@/app/(portal)/_ui/confirm-dialog";

/** Asks for a confirmation and says what a discard does. */
export const DiscardBatch = ({ batchId, fileName }: { batchId: string; fileName: string }) => (
  <ConfirmButton
    size="medium"
    action={discard}
    values={{ batchId }}
    title="Discard this batch?"
    consequences={
      <>
        No payout is created from <Fact>{fileName}</Fact> and nobody is emailed. The batch stays in the list as
        discarded. This cannot be undone, but the same file can be uploaded again.
      </>
    }
    keep="Keep batch"
    submit="Discard batch"
    pendingLabel="Discarding…"
    kind="danger"
  >
    Discard batch
  </ConfirmButton>
);
