"use client";

import { useId, useState } from "react";
import { Button } from "@/app/_ui/button";
import { Notice } from "@/app/_ui/notice";
import { SubmitButton } from "@/app/_ui/submit-button";
import type { ActionResult } from "@/lib/action";
import { columnNames, type ColumnName } from "@/lib/batches/columns";
import { ActionForm } from "../../../_ui/action-form";
import { repair } from "../actions";
import { RepairField } from "./repair-field";
import type { FieldFault, RepairableRow } from "./repair-words";
import { useCheckedRow, type Checked } from "./use-checked-row";

type Props = { row: RepairableRow; onClose: () => void };

/** The cells of a refused row as fields. What is wrong stands beside each, as it is typed and again when it is sent. */
export function RepairForm({ row, onClose }: Props) {
  return (
    <ActionForm action={repair} onSettled={onClose} className="flex flex-col gap-4">
      {(result) => <Fields row={row} result={result} onClose={onClose} />}
    </ActionForm>
  );
}

function Fields({ row, result, onClose }: Props & { result: ActionResult | null }) {
  const id = useId();
  const [values, setValues] = useState(row.values);
  const checked = useCheckedRow(row, values, result);
  const firstFaulty = columnNames.find((column) => row.faults.some((fault) => fault.column === column)) ?? columnNames[0];
  const set = (column: ColumnName, text: string) => setValues((before) => ({ ...before, [column]: text }));
  const take = (column: ColumnName, fix: string) => {
    set(column, fix);
    // The button is gone with its fault, and the focus belongs where the value now stands.
    document.getElementById(`${id}-${column}`)?.focus();
  };
  return (
    <>
      <input type="hidden" name="rowId" value={row.id} />
      <WholeRow faults={checked.faults.filter(({ column }) => column === null)} others={row.others} />
      <div className="grid gap-4 sm:grid-cols-2">
        {columnNames.map((column) => (
          <RepairField
            key={column}
            id={`${id}-${column}`}
            column={column}
            value={values[column]}
            faults={checked.faults.filter((fault) => fault.column === column)}
            first={column === firstFaulty}
            onType={(text) => set(column, text)}
            onFix={(fix) => take(column, fix)}
          />
        ))}
      </div>
      <Standing checked={checked} />
      <div className="flex justify-end gap-2">
        <Button onClick={onClose}>Not now</Button>
        <SubmitButton pendingLabel="Creating…">Create this payout</SubmitButton>
      </div>
    </>
  );
}

/** What concerns no single field: a row whose cells could not be told apart, and cells that are not read. */
function WholeRow({ faults, others }: { faults: readonly FieldFault[]; others: RepairableRow["others"] }) {
  if (faults.length === 0 && others.length === 0) return null;
  return (
    <div className="flex flex-col gap-2">
      {faults.map(({ message }) => (
        <Notice key={message} tone="warning">
          {message} Check that each value below stands in its own field.
        </Notice>
      ))}
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

/** What pressing the button would do now. */
function Standing({ checked }: { checked: Checked }) {
  return (
    <div role="status" className="flex flex-col gap-2 text-sm">
      <p className={checked.payout ? "text-success" : "text-muted"}>{words(checked)}</p>
      {checked.duplicate && <Notice tone="warning">A payout of the last 30 days has the same recipient, amount and currency. Make sure that nobody is paid twice.</Notice>}
    </div>
  );
}

function words({ refusal, payout, faults, busy }: Checked): string {
  if (refusal) return refusal;
  if (busy) return "Checking…";
  if (payout) return `Good as it stands: ${payout}.`;
  return faults.length === 1 ? "One value is refused still." : `${faults.length} faults are left.`;
}
