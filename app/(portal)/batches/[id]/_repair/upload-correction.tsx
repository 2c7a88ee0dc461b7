"use client";

import { Upload } from "lucide-react";
import { useId, useRef, useState } from "react";
import { Button } from "@/app/_ui/button";
import { Dialog } from "@/app/_ui/dialog";
import { Field, Input } from "@/app/_ui/field";
import { Notice } from "@/app/_ui/notice";
import { SubmitButton } from "@/app/_ui/submit-button";
import type { ActionResult } from "@/lib/web/action";
import { ActionForm } from "@/app/(portal)/_ui/action-form";
import { counted } from "@/app/(portal)/_ui/figures";
import { correct } from "@/app/(portal)/batches/[id]/actions";
import { MendedVerdict } from "./correction-verdict";
import type { CorrectionView } from "./words";
import { useMendedFile } from "./use-correction-file";

/** Takes the downloaded rows back: says first what the mended file would create, then creates it. */
export function UploadMended({ batchId }: { batchId: string }) {
  const dialog = useRef<HTMLDialogElement>(null);
  const [round, setRound] = useState(0);
  const open = () => {
    setRound(round + 1);
    dialog.current?.showModal();
  };
  return (
    <>
      <Button size="small" onClick={open}>
        <Upload aria-hidden className="size-4" /> Upload the mended file
      </Button>
      <Dialog ref={dialog} title="Upload the mended file">
        {round > 0 && (
          <ActionForm key={round} action={correct} className="flex flex-col gap-4">
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
  const { check, checked, busy } = useMendedFile(batchId);
  if (result?.ok && result.value) return <Result view={result.value} onClose={onClose} />;
  const creates = checked?.ok ? (checked.value?.created ?? 0) : 0;
  return (
    <>
      <p className="text-muted">
        Download the refused rows, mend them in a spreadsheet, and choose that file here. Leave the column batch_line as
        it is: it says which row is which. Rows that are payouts by now are left alone, so a file can safely be sent
        twice.
      </p>
      <input type="hidden" name="batchId" value={batchId} />
      <Field id={id} label="Mended file">
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
        {checked?.ok && checked.value && <MendedVerdict view={checked.value} done={false} />}
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
                  ? "Nothing in this file can be created."
                  : "Choose the mended file first."
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
        <MendedVerdict view={view} done />
      </div>
      <div className="flex justify-end">
        <Button kind="primary" autoFocus onClick={onClose}>
          Close
        </Button>
      </div>
    </>
  );
}
