"use client";

import { Icon } from "@/app/_ui/icon";
import { useRef, useState } from "react";
import { Button } from "@/app/_ui/button";
import { Dialog } from "@/app/_ui/dialog";
import { Notice } from "@/app/_ui/notice";
import { SubmitButton } from "@/app/_ui/submit-button";
import type { ActionResult } from "@/lib/web/action";
import { ActionForm } from "@/app/(portal)/_ui/action-form";
import { attempt } from "@/app/(portal)/_ui/attempt";
import { counted, figure } from "@/app/(portal)/_ui/figures";
import { applySuggestions, checkSuggestions } from "@/app/(portal)/batches/[id]/actions";
import { CorrectionVerdict } from "./correction-verdict";
import type { CorrectionView } from "@/app/(portal)/batches/[id]/_repair/words";

type Props = { batchId: string; code: string; rows: number };

/** Repairs all rows of one reason with the value that each suggests: shows first what it would create. */
export function UseSuggestions({ batchId, code, rows }: Props) {
  const dialog = useRef<HTMLDialogElement>(null);
  const [checked, setChecked] = useState<ActionResult<CorrectionView> | null>(null);
  const open = async () => {
    setChecked(null);
    dialog.current?.showModal();
    const form = new FormData();
    form.set("batchId", batchId);
    form.set("code", code);
    setChecked(await attempt(() => checkSuggestions(null, form)));
  };
  const close = () => dialog.current?.close();
  const creates = checked?.ok ? (checked.value?.created ?? 0) : 0;
  return (
    <>
      <Button kind="primary" size="small" onClick={() => void open()}>
        <Icon name="wand-sparkles" className="size-4" />
        {rows === 1 ? "Use the suggestion" : `Use the suggestion for all ${figure(rows)}`}
      </Button>
      <Dialog ref={dialog} title="Use the suggestion">
        <ActionForm action={applySuggestions} onSettled={close} className="flex flex-col gap-4">
          {() => (
            <>
              <input type="hidden" name="batchId" value={batchId} />
              <input type="hidden" name="code" value={code} />
              <p className="text-muted">
                In each row, the refused value is replaced by the one value that it can mean. Rows where several are
                possible, or that have another problem, stay refused.
              </p>
              <div role="status">
                {!checked && <p className="text-muted">Checking {counted(rows, "row")}…</p>}
                {checked?.ok && checked.value && <CorrectionVerdict view={checked.value} done={false} />}
                {checked && !checked.ok && <Notice tone="danger">{checked.message}</Notice>}
              </div>
              <div className="flex justify-end gap-2">
                <Button onClick={close}>Not now</Button>
                <SubmitButton
                  pendingLabel="Creating…"
                  block={creates > 0 ? null : checked ? "Nothing can be created." : "The rows are being checked."}
                >
                  {creates > 0 ? `Create ${counted(creates, "payout")}` : "Create payouts"}
                </SubmitButton>
              </div>
            </>
          )}
        </ActionForm>
      </Dialog>
    </>
  );
}
