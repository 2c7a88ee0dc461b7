"use client";

import { useId } from "react";
import { Button } from "@/app/_ui/button";
import { Field, Input } from "@/app/_ui/field";
import { Notice } from "@/app/_ui/notice";
import { SubmitButton } from "@/app/_ui/submit-button";
import type { ColumnName } from "@/lib/payouts/fields/table";
import { ActionForm } from "@/app/(portal)/_ui/action-form";
import { repair } from "@/app/(portal)/batches/[id]/actions";
import { counted } from "@/app/(portal)/_ui/figures";
import {
  discardDrafts,
  isEdited,
  isReady,
  checkDraft,
  useDraft,
  useEditedDrafts,
  editDraft,
  type Draft,
} from "./drafts";
import { RepairField } from "./repair-field";
import type { ExtraColumnField, RepairableRow, RepairColumn } from "./words";

type Props = {
  columns: readonly RepairColumn[];
  extraColumns: readonly ExtraColumnField[];
  row: RepairableRow;
  /** "2 of 8 rows". */
  place: string;
  /** The rows before and after it on this page. */
  previous?: RepairableRow;
  next?: RepairableRow;
  onGo: (row: RepairableRow | undefined) => void;
  onClose: () => void;
};

/** The cells of a refused row as fields, checked while the admin types and again when sent. What was typed is kept. */
export function RepairForm({ columns, extraColumns, row, ...rest }: Props) {
  const draft = useDraft(row.id);
  if (!draft) return null;
  const send = async (...form: Parameters<typeof repair>) => {
    const answer = await repair(...form);
    const settled = answer.ok || answer.code === "conflict" || answer.code === "not_found";
    if (!settled) checkDraft(draft.batchId, row);
    else {
      rest.onClose();
      discardDrafts([row.id]);
    }
    return answer;
  };
  return (
    <ActionForm action={send} onSettled={rest.onClose} className="flex flex-col gap-4">
      <input type="hidden" name="rowId" value={row.id} />
      <input type="hidden" name="extra" value={JSON.stringify(draft.extra)} />
      <Steps {...rest} />
      <Fields columns={columns} draft={draft} />
      <ExtraFields columns={extraColumns} draft={draft} />
      <Verdict draft={draft} />
      <Buttons draft={draft} onClose={rest.onClose} />
    </ActionForm>
  );
}

function Fields({ columns, draft }: { columns: Props["columns"]; draft: Draft }) {
  const { row, values, faults } = draft;
  const id = useId();
  const firstFaulty = columns.find(({ name }) => row.faults.some(({ column }) => column === name)) ?? columns[0];
  const set = (column: ColumnName, text: string) => editDraft(draft, { values: { ...values, [column]: text } });
  const applyFix = (column: ColumnName, fix: string) => {
    set(column, fix);
    // The pressed button disappears with its fault, so the focus moves to the field.
    document.getElementById(`${id}-${column}`)?.focus();
  };
  return (
    <>
      <WholeRow draft={draft} />
      <div className="grid gap-4 sm:grid-cols-2">
        {columns.map((column) => (
          <RepairField
            key={column.name}
            id={`${id}-${column.name}`}
            column={column}
            value={values[column.name]}
            faults={faults.filter((fault) => fault.column === column.name)}
            first={column === firstFaulty}
            onType={(text) => set(column.name, text)}
            onFix={(fix) => applyFix(column.name, fix)}
          />
        ))}
      </div>
    </>
  );
}

/** The cells of the organization's own columns. None of them can be at fault. */
function ExtraFields({ columns, draft }: { columns: Props["extraColumns"]; draft: Draft }) {
  const { extra } = draft;
  const id = useId();
  if (columns.length === 0) return null;
  return (
    <fieldset className="grid gap-4 sm:grid-cols-2">
      <legend className="mb-2 text-sm font-medium">Your own columns</legend>
      {columns.map(({ name, label }, index) => (
        <Field key={name} id={`${id}-${index}`} label={label}>
          {(aria) => (
            <Input
              {...aria}
              value={extra[name]}
              onChange={(event) => editDraft(draft, { extra: { ...extra, [name]: event.target.value } })}
              autoComplete="off"
              spellCheck={false}
            />
          )}
        </Field>
      ))}
    </fieldset>
  );
}

/** Buttons to the previous and next row; edits are kept. */
function Steps({ place, previous, next, onGo }: Omit<Props, "columns" | "extraColumns" | "row" | "onClose">) {
  return (
    <div className="flex flex-wrap items-center justify-between gap-2">
      <p className="text-sm text-muted tabular-nums">{place}</p>
      <div className="flex gap-1.5">
        <Button size="small" disabled={!previous} onClick={() => onGo(previous)}>
          Previous row
        </Button>
        <Button size="small" disabled={!next} onClick={() => onGo(next)}>
          Next row
        </Button>
      </div>
    </div>
  );
}

/** Undo, close, or create the payout. */
function Buttons({ draft, onClose }: { draft: Draft; onClose: () => void }) {
  const undo = () => {
    discardDrafts([draft.row.id]);
    checkDraft(draft.batchId, draft.row);
  };
  return (
    <div className="flex flex-wrap justify-end gap-2 border-t border-line pt-4">
      {isEdited(draft) && (
        <Button kind="quiet" className="mr-auto -ml-3.5" onClick={undo}>
          Undo my edits
        </Button>
      )}
      <Button onClick={onClose}>Close</Button>
      <SubmitButton pendingLabel="Creating…">Create this payout</SubmitButton>
    </div>
  );
}

/** What concerns no single field: a row with too many or too few cells, and cells that Meridian does not read. */
function WholeRow({ draft }: { draft: Draft }) {
  const { others } = draft.row;
  // The faults of the file, not of the latest verdict: an edit of one field does not confirm the other fields.
  const faults = draft.row.faults.filter(({ column }) => column === null);
  if (faults.length === 0 && others.length === 0) return null;
  return (
    <div className="flex flex-col gap-2">
      {faults.map(({ message }) => (
        <Notice key={message} tone="warning">
          {message} Check that each value below is in the right field.
        </Notice>
      ))}
      {faults.length > 0 && (
        <label className="flex items-start gap-2">
          <input
            type="checkbox"
            name="confirmed"
            value="yes"
            checked={draft.confirmed}
            onChange={(event) => editDraft(draft, { confirmed: event.target.checked })}
            className="mt-1"
          />
          Each value below is in the right field.
        </label>
      )}
      {others.length > 0 && (
        <dl className="text-sm text-muted">
          {others.map(([name, text]) => (
            <div key={name} className="flex gap-1.5">
              <dt className="shrink-0">{name}:</dt>
              <dd className="min-w-0 break-words">{text}</dd>
            </div>
          ))}
        </dl>
      )}
    </div>
  );
}

/** What the button would create now, and how many other rows are ready. */
function Verdict({ draft }: { draft: Draft }) {
  const others = useEditedDrafts(draft.batchId).filter(
    (other) => other.row.id !== draft.row.id && isReady(other),
  ).length;
  return (
    <div role="status" className="flex flex-col gap-2 text-sm">
      <p className={draft.payout ? "text-success" : "text-muted"}>{words(draft)}</p>
      {draft.duplicate && (
        <Notice tone="warning">
          A payout of the last 30 days has the same recipient, amount and currency. Check that nobody is paid twice.
        </Notice>
      )}
      {others > 0 && (
        <p className="text-muted">
          {counted(others, "other edited row")} {others === 1 ? "is" : "are"} ready. Close this dialog to create all
          payouts that are ready together.
        </p>
      )}
    </div>
  );
}

function words({ refusal, payout, faults, busy }: Draft): string {
  if (refusal) return refusal;
  if (busy) return "Checking…";
  if (payout) return `Ready: ${payout}.`;
  if (faults.every(({ column }) => column === null))
    return "Confirm above that each value is in the right field. Nothing is created before that.";
  return faults.length === 1 ? "One value is still refused." : `${faults.length} faults remain.`;
}
