"use client";

import { SoftLink } from "@/app/_ui/soft-link";
import { useActionState } from "react";
import { buttonStyle } from "@/app/_ui/button";
import { Field, Input } from "@/app/_ui/field";
import { Notice } from "@/app/_ui/notice";
import { SubmitButton } from "@/app/_ui/submit-button";
import type { ColumnName } from "@/lib/payouts/fields/table";
import { createByHand } from "@/app/(portal)/batches/by-hand/actions";

type HandField = { name: ColumnName; label: string; required: boolean; hint: string; width: "half" | "full" };

/** How the browser helps with these columns; the others are plain text. */
const inputs: Partial<Record<ColumnName, { type?: string; inputMode?: "decimal"; list?: string }>> = {
  email: { type: "email" },
  amount: { inputMode: "decimal" },
  currency: { list: "known-currencies" },
  expires_at: { type: "date" },
};

type Props = { fields: readonly HandField[]; currencies: readonly string[] };

/**
 * The columns of a batch file as a form, which needs no scripts. What is wrong is said beside each field, by the judge of
 * the rows of files.
 */
export function HandForm({ fields, currencies }: Props) {
  const [result, action] = useActionState(createByHand, null);
  const refused = result && !result.ok ? result : null;
  return (
    <form action={action} className="grid gap-4 sm:grid-cols-2">
      {refused && !refused.problems && (
        <div className="sm:col-span-2">
          <Notice tone="danger" role="alert">
            {refused.message}
          </Notice>
        </div>
      )}
      {fields.map(({ name, label, required, hint, width }) => (
        <div key={name} className={width === "half" ? "min-w-0" : "min-w-0 sm:col-span-2"}>
          <Field
            id={`hand-${name}`}
            label={required ? label : `${label} (optional)`}
            hint={hint}
            error={refused?.problems?.[name]}
          >
            {(aria) => (
              <Input
                {...aria}
                {...inputs[name]}
                name={name}
                required={required}
                defaultValue={refused?.typed?.[name]}
                autoComplete="off"
              />
            )}
          </Field>
        </div>
      ))}
      <datalist id="known-currencies">
        {currencies.map((code) => (
          <option key={code} value={code} />
        ))}
      </datalist>
      <div className="flex flex-wrap justify-end gap-2 sm:col-span-2">
        <SoftLink href="/payouts" className={buttonStyle("secondary")}>
          Not now
        </SoftLink>
        <SubmitButton pendingLabel="Checking…">Check and review</SubmitButton>
      </div>
    </form>
  );
}
