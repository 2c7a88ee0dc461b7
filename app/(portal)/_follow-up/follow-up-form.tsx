"use client";

import type { ReactNode } from "react";
import { SubmitButton } from "@/app/_ui/submit-button";
import type { ActionResult } from "@/lib/web/action";
import { ActionForm, invalidIn } from "@/app/(portal)/_ui/action-form";

type Props = {
  action: (previous: ActionResult | null, formData: FormData) => Promise<ActionResult>;
  /** Hidden values, such as the record. */
  values: Record<string, string>;
  submit: string;
  pendingLabel: string;
  /** The accessible name; it begins with the visible text. */
  label?: string;
  quiet?: boolean;
  children?: ReactNode;
};

/** One small form of a record's follow-up: its fields and its button in a line. What is wrong is said below. */
export const FollowUpForm = ({ action, values, submit, pendingLabel, label, quiet, children }: Props) => (
  <ActionForm action={action} className="flex flex-wrap items-end gap-2">
    {(result) => (
      <>
        {Object.entries(values).map(([name, value]) => (
          <input key={name} type="hidden" name={name} value={value} />
        ))}
        {children}
        <SubmitButton
          kind={quiet ? "quiet" : "secondary"}
          size={quiet ? "small" : "medium"}
          pendingLabel={pendingLabel}
          label={label}
        >
          {submit}
        </SubmitButton>
        {invalidIn(result) && (
          <p role="alert" className="basis-full text-sm text-danger">
            {invalidIn(result)?.message}
          </p>
        )}
      </>
    )}
  </ActionForm>
);
