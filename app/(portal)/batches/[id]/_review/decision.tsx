"use client";

import { useId, type ReactNode } from "react";
import { SubmitButton } from "@/app/_ui/submit-button";
import type { BatchMode } from "@/lib/batches/status";
import { ActionForm } from "@/app/(portal)/_ui/action-form";
import { decide } from "@/app/(portal)/batches/actions";
import { counted, figure } from "@/app/(portal)/_ui/figures";

type Props = { batchId: string; accepted: number; refused: number; duplicates: number };

/** The choice of what is created. Rows that look like repetitions must be confirmed with a checkbox. */
export function Decision({ batchId, accepted, refused, duplicates }: Props) {
  const payouts = counted(accepted, "payout");
  return (
    <ActionForm action={decide} className="flex flex-col gap-4">
      {(result) => (
        <>
          <input type="hidden" name="batchId" value={batchId} />
          <fieldset className="flex flex-col gap-3">
            <legend className="mb-2 font-medium">What should be created?</legend>
            <Choice
              mode="valid_rows"
              label={refused === 0 ? "Create the valid rows now" : `Create the ${counted(accepted, "valid row")} now`}
              chosen
            >
              {validRowsMeaning(refused)}
            </Choice>
            <Choice mode="all_or_nothing" label="All or nothing" disabled={refused > 0}>
              {refused > 0
                ? `Not possible: ${counted(refused, "row")} cannot become ${refused === 1 ? "a payout" : "payouts"}. To use it, discard this batch, correct the file and upload it again.`
                : "Every row becomes a payout, or none does. If one row can no longer become a payout, the whole batch is rejected."}
            </Choice>
          </fieldset>
          {duplicates > 0 && (
            <label className="flex items-start gap-2">
              <input type="checkbox" name="duplicates" value="known" required className="mt-1" />
              <span>
                I know that{" "}
                {duplicates === 1
                  ? "1 row looks like a repetition"
                  : `${figure(duplicates)} rows look like repetitions`}
                ; create {duplicates === 1 ? "it" : "them"} anyway
              </span>
            </label>
          )}
          {result && !result.ok && result.code === "invalid" && (
            <p role="alert" className="text-danger">
              {result.message}
            </p>
          )}
          <div>
            <SubmitButton pendingLabel={`Creating ${payouts}…`}>Create {payouts}</SubmitButton>
          </div>
        </>
      )}
    </ActionForm>
  );
}

const validRowsMeaning = (refused: number): string =>
  refused === 0
    ? "If a row can no longer become a payout, because its reference was used or a payout like it was created, the row is refused with its reason. The others are created."
    : `The ${counted(refused, "refused row")} ${refused === 1 ? "stays" : "stay"} with the batch, each with its reason, and can be repaired later.`;

type ChoiceProps = { mode: BatchMode; label: string; chosen?: boolean; disabled?: boolean; children: ReactNode };

function Choice({ mode, label, chosen = false, disabled = false, children }: ChoiceProps) {
  const id = useId();
  return (
    <div className="flex items-start gap-2">
      <input
        type="radio"
        id={id}
        name="mode"
        value={mode}
        defaultChecked={chosen}
        disabled={disabled}
        aria-describedby={`${id}-means`}
        className="mt-1"
      />
      <div className="min-w-0">
        <label htmlFor={id} className={disabled ? "text-muted" : "font-medium"}>
          {label}
        </label>
        <p id={`${id}-means`} className="max-w-prose text-sm text-muted">
          {children}
        </p>
      </div>
    </div>
  );
}
