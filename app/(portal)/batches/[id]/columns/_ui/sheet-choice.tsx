"use client";

import { Select } from "@/app/_ui/field";
import { SubmitButton } from "@/app/_ui/submit-button";
import { SentRefusal, useActionForm } from "@/app/(portal)/_ui/action-form";
import { noteSent } from "@/app/(portal)/batches/_ui/lead-to-columns";
import { readSheet } from "@/app/(portal)/batches/[id]/columns/actions";

type Props = { batchId: string; read: string; others: string[] };

/** Which sheet of a workbook is read, and the choice of another one that holds anything. */
export function SheetChoice({ batchId, read, others }: Props) {
  const form = useActionForm(readSheet);
  const why = form.refusal ?? (form.result?.ok === false ? form.result.message : null);
  return (
    <form action={form.action} onSubmit={() => noteSent(batchId)} className="px-4 py-4">
      <SentRefusal>{why}</SentRefusal>
      <input type="hidden" name="batchId" value={batchId} />
      <div className="flex flex-wrap items-end gap-3">
        <label className="min-w-0 flex-1 basis-60 text-sm font-medium">
          The sheet that is read
          <Select name="sheet" defaultValue={read} className="mt-1 font-normal">
            {[read, ...others].map((name) => (
              <option key={name}>{name}</option>
            ))}
          </Select>
        </label>
        <SubmitButton kind="secondary" pendingLabel="Reading the sheet…">
          Read this sheet
        </SubmitButton>
      </div>
      <p className="mt-1 text-sm text-muted">Other sheets are not read. Each can become a batch of its own.</p>
    </form>
  );
}
