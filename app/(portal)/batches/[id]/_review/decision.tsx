"use client";

import { useId, type ReactNode } from "react";
import { Button } from "@/app/_ui/button";
import { Card } from "@/app/_ui/card";
import type { BatchMode } from "@/lib/batches/status";
import { invalidIn, SentRefusal, useActionForm } from "@/app/(portal)/_ui/action-form";
import { decide } from "@/app/(portal)/batches/actions";
import { counted } from "@/app/(portal)/_ui/figures";
import { ReviewBar } from "./review-bar";

type Props = {
  batchId: string;
  accepted: number;
  refused: number;
  duplicates: number;
  /** What stands in the bar before the buttons, and behind the button that creates. */
  summary: ReactNode;
  discard: ReactNode;
  /** What is to be read before deciding. */
  children: ReactNode;
};

/**
 * The bar with the button that creates, then what is to be known and chosen. Rows that look like repetitions must be
 * confirmed with a checkbox.
 */
export function Decision({ batchId, accepted, refused, duplicates, summary, discard, children }: Props) {
  const form = useActionForm(decide);
  const invalid = invalidIn(form.result);
  const id = useId();
  const payouts = counted(accepted, "payout");
  return (
    <>
      <ReviewBar summary={summary}>
        {discard}
        <Button
          type="submit"
          form={id}
          kind="primary"
          aria-disabled={form.pending}
          onClick={(event) => form.pending && event.preventDefault()}
          className="max-sm:h-11 max-sm:flex-1"
        >
          {form.pending ? `Creating ${payouts}…` : `Create ${payouts}`}
        </Button>
      </ReviewBar>
      <Card className="mb-6">
        {children}
        <form id={id} action={form.action} className="flex flex-col gap-4 border-t border-line px-4 py-4">
          <SentRefusal>{form.refusal}</SentRefusal>
          <input type="hidden" name="batchId" value={batchId} />
          <Modes accepted={accepted} refused={refused} />
          {duplicates > 0 && <Acknowledgement duplicates={duplicates} />}
          {invalid && (
            <p role="alert" className="text-danger">
              {invalid.message}
            </p>
          )}
        </form>
      </Card>
    </>
  );
}

const Modes = ({ accepted, refused }: Pick<Props, "accepted" | "refused">) => (
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
);

const Acknowledgement = ({ duplicates }: Pick<Props, "duplicates">) => (
  <label className="flex items-start gap-2">
    <input type="checkbox" name="duplicates" value="known" required className="mt-1" />
    <span>
      I know that {counted(duplicates, "row looks like a repetition", "rows look like repetitions")}; create{" "}
      {duplicates === 1 ? "it" : "them"} anyway
    </span>
  </label>
);

const validRowsMeaning = (refused: number): string =>
  refused === 0
    ? "If a row can no longer become a payout, because its reference was used or a payout like it was created, the row is refused with its reason. The others are created."
    : refused === 1
      ? "The refused row stays with the batch, with its reason, and can be repaired later."
      : `The ${counted(refused, "refused row")} stay with the batch, each with its reason, and can be repaired later.`;

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
