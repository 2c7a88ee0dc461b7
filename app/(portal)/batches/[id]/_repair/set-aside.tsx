"use client";

import { Field, Textarea } from "@/app/_ui/field";
import { ConfirmButton } from "@/app/(portal)/_ui/confirm-dialog";
import { counted, figure } from "@/app/(portal)/_ui/figures";
import { setReasonAside, setRowAside } from "@/app/(portal)/batches/[id]/actions";
import { discardDrafts } from "./drafts";

/** Sets one refused row aside that is no payment, such as a line of totals. What was typed for it is forgotten. */
export function SetRowAside({ batchId, rowId, line }: { batchId: string; rowId: string; line: number }) {
  const action: typeof setRowAside = async (previous, form) => {
    const answer = await setRowAside(previous, form);
    if (answer.ok) discardDrafts([rowId]);
    return answer;
  };
  return (
    <SetAside action={action} values={{ batchId, rowId }} rows={1} label={`Set line ${line} aside`}>
      Set aside
    </SetAside>
  );
}

/** Sets all refused rows of one reason aside. */
export const SetReasonAside = ({ batchId, code, rows }: { batchId: string; code: string; rows: number }) => (
  <SetAside action={setReasonAside} values={{ batchId, code }} rows={rows}>
    {rows === 1 ? "Set this row aside" : `Set all ${figure(rows)} aside`}
  </SetAside>
);

function SetAside({
  action,
  values,
  rows,
  label,
  children,
}: {
  action: typeof setRowAside;
  values: Record<string, string>;
  rows: number;
  label?: string;
  children: string;
}) {
  const [it, them] = rows === 1 ? ["It stays", "it"] : ["They stay", "them"];
  return (
    <ConfirmButton
      label={label}
      action={action}
      values={values}
      title={`Set ${counted(rows, "row")} aside?`}
      consequences={`For rows that are no payments, such as totals or notes. ${it} with this batch, with your name and reason, and nobody is paid for ${them}. This cannot be undone: to pay somebody later, upload a new file.`}
      fields={(refused) => (
        <Field id="aside-reason" label="Reason" hint="For example: line of totals." error={refused?.message}>
          {(aria) => <Textarea {...aria} name="reason" rows={2} maxLength={500} required />}
        </Field>
      )}
      keep="Keep as refused"
      submit="Set aside"
      pendingLabel="Setting aside…"
    >
      {children}
    </ConfirmButton>
  );
}
