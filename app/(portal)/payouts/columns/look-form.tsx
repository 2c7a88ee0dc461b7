"use client";

import { useActionState } from "react";
import { Notice } from "@/app/_ui/notice";
import { SubmitButton } from "@/app/_ui/submit-button";
import { hideables, hideableTable, mostOwnColumns, type ListLook } from "@/lib/views/look/columns";
import { keepLook } from "./actions";

type Props = {
  query: string;
  look: ListLook;
  /** The organization's own columns. */
  columns: readonly { key: string; label: string }[];
};

/** Works without scripts; leads back to the list. */
export function LookForm({ query, look: { hidden, compact, extra }, columns }: Props) {
  const [result, action] = useActionState(keepLook, null);
  return (
    <form action={action} className="flex flex-col gap-5">
      {result?.ok === false && (
        <Notice tone="danger" role="alert">
          {result.message}
        </Notice>
      )}
      <input type="hidden" name="query" value={query} />
      <fieldset className="flex flex-col">
        <legend className="mb-1 font-medium">Shown beside recipient and status</legend>
        {hideables.map((column) => (
          <Choice key={column} type="checkbox" name={column} on={!hidden.includes(column)}>
            {hideableTable[column].label}
          </Choice>
        ))}
        <p className="mt-1 text-sm text-muted">A narrow screen shows fewer, as before.</p>
      </fieldset>
      {columns.length > 0 && (
        <fieldset className="flex flex-col">
          <legend className="mb-1 font-medium">Columns of your files, at most {mostOwnColumns}</legend>
          {columns.map(({ key, label }) => (
            <Choice key={key} type="checkbox" name="extra" value={key} on={extra.includes(key)}>
              {label}
            </Choice>
          ))}
        </fieldset>
      )}
      <fieldset className="flex flex-col">
        <legend className="mb-1 font-medium">Rows</legend>
        <Choice type="radio" name="density" value="roomy" on={!compact}>
          Roomy
        </Choice>
        <Choice type="radio" name="density" value="compact" on={compact}>
          Compact: more payouts on one screen
        </Choice>
      </fieldset>
      <div className="flex justify-end">
        <SubmitButton pendingLabel="Saving…">Save</SubmitButton>
      </div>
    </form>
  );
}

type ChoiceProps = { type: "checkbox" | "radio"; name: string; value?: string; on: boolean; children: string };

const Choice = ({ on, children, ...input }: ChoiceProps) => (
  <label className="flex min-h-8 items-center gap-2 max-sm:min-h-11">
    <input {...input} defaultChecked={on} className="size-4 accent-focus" />
    {children}
  </label>
);
