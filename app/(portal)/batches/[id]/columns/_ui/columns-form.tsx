"use client";

import { useId, useState } from "react";
import { SubmitButton } from "@/app/_ui/submit-button";
import { Card } from "@/app/_ui/card";
import { OthersHint } from "@/app/(portal)/_columns/others-hint";
import { WholeFile, type Said, type Unclear } from "@/app/(portal)/_columns/whole-file";
import { invalidIn, SentRefusal, useActionForm } from "@/app/(portal)/_ui/action-form";
import { choose } from "@/app/(portal)/batches/[id]/columns/actions";
import { noteSent } from "@/app/(portal)/batches/_ui/lead-to-columns";
import type { Role } from "@/lib/batches/file-format/mapping/roles";
import { ColumnChoices, type FirstRow } from "./column-choices";
import { PreviewRows } from "./preview-rows";
import { Remember } from "./remember";
import { usePreview } from "./use-preview";

type Props = {
  batchId: string;
  labels: Record<Role, string>;
  /** The header's cells; empty texts where there is no header. */
  head: string[];
  rows: FirstRow[];
  answers: Said;
  unclear: Unclear;
  chosenWords: string | null;
  name: string;
};

/** What each column is, what holds for the whole file, how its rows would be read, and whether this is remembered. */
export function ColumnsForm({ batchId, labels, head, rows, answers, unclear, chosenWords, name }: Props) {
  const id = useId();
  const [roles, setRoles] = useState(answers.roles);
  const form = useActionForm(choose);
  const { formRef, look, preview } = usePreview();
  const refused = invalidIn(form.result);
  return (
    <form
      id={id}
      ref={formRef}
      action={form.action}
      onChange={look}
      onSubmit={() => noteSent(batchId)}
      className="flex flex-col gap-4"
    >
      <SentRefusal>{form.refusal}</SentRefusal>
      <input type="hidden" name="batchId" value={batchId} />
      <input type="hidden" name="headerLine" value={answers.headerLine ?? "none"} />
      <Card>
        <ColumnChoices labels={labels} head={head} rows={rows} roles={roles} onChoose={setRoles} />
        {answers.headerLine !== null && <OthersHint className="px-4 py-3" />}
      </Card>
      <Card>
        <WholeFile answers={answers} roles={roles} unclear={unclear} chosenWords={chosenWords} />
      </Card>
      <Card>
        <PreviewRows labels={labels} preview={preview} />
      </Card>
      <Card>
        {answers.headerLine === null ? (
          <p className="px-4 py-4 text-muted">
            A file without a header is asked about each time, because nothing in it names its columns.
          </p>
        ) : (
          <Remember name={name} error={refused?.field === "name" ? refused.message : undefined} />
        )}
      </Card>
      {refused && refused.field !== "name" && (
        <p role="alert" className="text-danger">
          {refused.message}
        </p>
      )}
      <div className="flex flex-wrap justify-end gap-2">
        <SubmitButton pendingLabel="Reading the file…">Read the file this way</SubmitButton>
      </div>
    </form>
  );
}
