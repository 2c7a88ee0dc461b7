"use client";

import { useActionState, useEffect, useRef } from "react";
import { Dialog } from "@/app/_ui/dialog";
import { SubmitButton } from "@/app/_ui/submit-button";
import type { ActionResult } from "@/lib/web/action";
import { leaveFocusOnHeading } from "@/app/(portal)/_ui/kept-focus";
import { attempt } from "@/app/(portal)/_ui/attempt";
import { counted, figure } from "@/app/(portal)/_ui/figures";
import { repairTogether } from "@/app/(portal)/batches/[id]/actions";
import { discardDrafts, isReady, checkDraft, useEditedDrafts, type Draft } from "./drafts";
import type { SentRow } from "./words";
import { SentRows } from "./sent-rows";

const bar =
  "sticky bottom-4 z-20 mt-4 flex flex-wrap items-center justify-between gap-x-6 gap-y-2 rounded-card border border-line bg-surface px-4 py-3 shadow-floating";

/** A bar with the number of edited rows that are ready and a button that creates their payouts, then the result of each. */
export function SendRepaired({ batchId }: { batchId: string }) {
  const dialog = useRef<HTMLDialogElement>(null);
  const edited = useEditedDrafts(batchId);
  const ready = edited.filter(isReady);
  useWarningBeforeLeaving(edited.length > 0);
  const [result, submit] = useActionState<ActionResult<SentRow[]> | null, FormData>(async (_, form) => {
    const answer = await attempt(() => repairTogether(null, form));
    updateDrafts(edited, answer);
    if (answer.ok) dialog.current?.showModal();
    return answer;
  }, null);
  return (
    <>
      <div data-bottom-bar={edited.length > 0 || undefined} className={edited.length > 0 ? bar : ""}>
        <div role="status" className="min-w-0 flex-1 basis-64">
          {edited.length > 0 && <ReadyCount ready={ready} waiting={edited.length - ready.length} />}
        </div>
        {ready.length > 0 && (
          <form action={submit}>
            <input type="hidden" name="batchId" value={batchId} />
            <input
              type="hidden"
              name="rows"
              value={JSON.stringify(
                ready.map(({ row, values, extra, confirmed }) => ({
                  rowId: row.id,
                  extra: JSON.stringify(extra),
                  ...(confirmed && { confirmed: "yes" }),
                  ...values,
                })),
              )}
            />
            <SubmitButton pendingLabel={`Creating ${counted(ready.length, "payout")}…`}>
              Create {counted(ready.length, "payout")}
            </SubmitButton>
          </form>
        )}
        {result && !result.ok && edited.length > 0 && (
          <p role="alert" className="basis-full text-danger">
            {result.message}
          </p>
        )}
      </div>
      <Dialog ref={dialog} title="Result of each row" onClose={leaveFocusOnHeading}>
        {result?.ok && result.value && (
          <SentRows message={result.message} rows={result.value} onClose={() => dialog.current?.close()} />
        )}
      </Dialog>
    </>
  );
}

/** Discards the edits of rows that are payouts now, and checks the other rows again. */
function updateDrafts(edited: readonly Draft[], answer: ActionResult<SentRow[]>) {
  const done =
    answer.ok && answer.value ? answer.value.filter((sent) => !("faults" in sent)).map(({ rowId }) => rowId) : [];
  discardDrafts(done);
  for (const { batchId, row } of edited) if (!done.includes(row.id)) checkDraft(batchId, row);
}

/** The browser asks before the page closes, because edits are only kept in this window. */
function useWarningBeforeLeaving(unsent: boolean) {
  useEffect(() => {
    if (!unsent) return;
    const warn = (event: BeforeUnloadEvent) => event.preventDefault();
    window.addEventListener("beforeunload", warn);
    return () => window.removeEventListener("beforeunload", warn);
  }, [unsent]);
}

function ReadyCount({ ready, waiting }: { ready: readonly Draft[]; waiting: number }) {
  const repeated = ready.filter(
    ({ duplicate, likeness }, index) => duplicate || ready.findIndex((one) => one.likeness === likeness) < index,
  ).length;
  return (
    <>
      <p className="font-medium">
        {ready.length === 0
          ? "No row is ready yet"
          : `${counted(ready.length, "row")} ${ready.length === 1 ? "is" : "are"} ready`}
        {waiting > 0 && (
          <span className="text-muted">
            , {waiting === 1 ? "1 edited row is not yet" : `${figure(waiting)} edited rows are not yet`}
          </span>
        )}
        .
      </p>
      {repeated > 0 && (
        <p className="text-sm text-warning">
          {repeated === 1 ? "1 of them has" : `${figure(repeated)} of them have`} the recipient, amount and currency of
          another row, or of a payout of the last 30 days. Check that nobody is paid twice.
        </p>
      )}
    </>
  );
}
