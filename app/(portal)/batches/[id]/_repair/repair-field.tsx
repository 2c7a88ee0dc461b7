"use client";

import { Button } from "@/app/_ui/button";
import { Field, Input } from "@/app/_ui/field";
import type { FieldFault, RepairColumn } from "./words";

type Props = {
  id: string;
  column: RepairColumn;
  value: string;
  faults: readonly FieldFault[];
  /** Gets the focus when the dialog opens. */
  first: boolean;
  onType: (text: string) => void;
  onFix: (fix: string) => void;
};

/** One cell with its faults and, where the intended value is known, a button that fills it in. */
export function RepairField({ id, column, value, faults, first, onType, onFix }: Props) {
  const { name, label, required, width } = column;
  const error = faults.map(({ message, suggestion }) => `${message} ${suggestion}`).join(" ");
  const fixes = faults.flatMap((fault) => fault.fixes);
  return (
    <div className={width === "half" ? "" : "sm:col-span-2"}>
      <Field id={id} label={required ? label : `${label} (optional)`} error={error || undefined}>
        {(aria) => (
          <Input
            {...aria}
            name={name}
            value={value}
            onChange={(event) => onType(event.target.value)}
            autoComplete="off"
            spellCheck={false}
            autoFocus={first}
          />
        )}
      </Field>
      {fixes.length > 0 && (
        <div className="mt-1.5 flex flex-wrap gap-1.5">
          {fixes.map((fix) => (
            <Button key={fix} size="small" onClick={() => onFix(fix)}>
              Use {fix}
            </Button>
          ))}
        </div>
      )}
    </div>
  );
}
