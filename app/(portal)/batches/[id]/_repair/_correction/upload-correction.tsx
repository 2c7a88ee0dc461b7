"use client";

import { Icon } from "@/app/_ui/icon";
import { useId, useRef, useState } from "react";
import { Button } from "@/app/_ui/button";
import { Dialog } from "@/app/_ui/dialog";
import { Field, Input } from "@/app/_ui/field";
import { Notice } from "@/app/_ui/notice";
import { SubmitButton } from "@/app/_ui/submit-button";
import type { ActionResult } from "@/lib/web/action";
import { ActionForm } from "@/app/(portal)/_ui/action-form";
import { counted } from "@/app/(portal)/_ui/figures";
import { uploadCorrection } from "@/app/(portal)/batches/[id]/actions";
import { CorrectionVerdict } from "./correction-verdict";
import type { CorrectionView } from "@/app/(portal)/batches/[id]/_repair/words";
import { useCorrectionFile } from "./use-correction-file";

/** Uploads a correction file: shows first what it would create, then creates it. */
export function UploadCorrection({ batchId }: { batchId: string }) {
  const dialog = useRef<HTMLDialogElement>(null);
  const [opening, setOpening] = useState(0);
  const open = () => {
    setOpening(opening + 1);
    dialog.current?.showModal();
  };
  return (
    <>
      <Button size="small" onClick={open}>
        <Icon name="upload" className="size-4" /> Upload correction file
      </Button>
      <Dialog ref={dialog} title="Upload correction file">
        {opening > 0 && (
          <ActionForm key={opening} action={uploadCorrection} className="flex flex-col gap-4">
            {(result) => <Choice batchId={batchId} result={result} onClose={() => dialog.current?.close()} />}
          </ActionForm>
        )}
      </Dialog>
    </>
  );
}

type Props = { batchId: string; result: ActionResult<CorrectionView> | null; onClose: () => void };

function Choice({ batchId, result, onClose }: Props) {
  const id = useId();
  const { check, checked, busy } = useCorrectionFile(batchId);
  if (result?.ok && result.value) return <Result view={result.value} onClose={onClose} />;
  const creates = checked?.ok ? (checked.value?.created ?? 0) : 0;
  return (
    <>
      <p className="text-muted">
        Download the refused rows, repair them in a spreadsheet, and choose that file here. Do not change the column
        batch_line: it identifies the rows. Rows that were repaired or set aside before are skipped, so it is safe to
        upload a file twice.
      </p>
      <input type="hidden" name="batchId" value={batchId} />
      <Field id={id} label="Correction file">
        {(aria) => (
          <Input
            {...aria}
            type="file"
            name="file"
            accept=".csv,.tsv,.txt,.xlsx,text/csv"
            className="py-1.5"
            onChange={(event) => check(event.target.files?.[0])}
          />
        )}
      </Field>
      <div role="status">
        {busy && <p className="text-muted">Checking…</p>}
        {checked?.ok && checked.value && <CorrectionVerdict view={checked.value} done={false} />}
        {checked && !checked.ok && <Notice tone="danger">{checked.message}</Notice>}
        {result && !result.ok && !checked && <Notice tone="danger">{result.message}</Notice>}
      </div>
      <div className="flex justify-end gap-2">
        <Button onClick={onClose}>Not now</Button>
        <SubmitButton
          pendingLabel="Creating…"
          block={
            creates > 0
              ? null
              : busy
                ? "The file is being checked."
                : checked
                  ? "Nothing can be created."
                  : "Choose the correction file first."
          }
        >
          {creates > 0 ? `Create ${counted(creates, "payout")}` : "Create payouts"}
        </SubmitButton>
      </div>
    </>
  );
}

function Result({ view, onClose }: { view: CorrectionView; onClose: () => void }) {
  return (
    <>
      <div role="status">
        <CorrectionVerdict view={view} done />
      </div>
      <div className="flex justify-end">
        <Button kind="primary" autoFocus onClick={onClose}>
          Close
        </Button>
      </div>
    </>
  );
}
