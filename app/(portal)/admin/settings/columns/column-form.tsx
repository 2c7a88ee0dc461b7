"use client";

import { Field, Input } from "@/app/_ui/field";
import { SubmitButton } from "@/app/_ui/submit-button";
import { ActionForm } from "@/app/(portal)/_ui/action-form";
import { saveColumn } from "./actions";

type Props = {
  column: { id: string; label: string; shownToRecipients: boolean; personal: boolean; version: number };
  /** Among the organization's columns, from 1 on. */
  place: number;
  count: number;
};

/** What one column is called, where it stands, and who sees it. */
export const ColumnForm = ({ column, place, count }: Props) => (
  <ActionForm action={saveColumn} className="flex flex-wrap items-end gap-x-4 gap-y-3">
    {(result) => {
      const refused = result && !result.ok ? result : null;
      const error = (field: string) => (refused?.field === field ? refused.message : undefined);
      return (
        <>
          <input type="hidden" name="columnId" value={column.id} />
          <input type="hidden" name="seen" value={column.version} />
          <div className="min-w-0 flex-1 basis-60">
            <Field id={`label-${column.id}`} label="Name" error={error("label")}>
              {(aria) => (
                <Input
                  {...aria}
                  key={`${column.version}`}
                  name="label"
                  required
                  maxLength={60}
                  autoComplete="off"
                  defaultValue={refused?.typed?.label ?? column.label}
                />
              )}
            </Field>
          </div>
          <div className="w-20">
            <Field id={`place-${column.id}`} label="Place" error={error("place")}>
              {(aria) => (
                <Input
                  {...aria}
                  key={`${column.version} ${place}`}
                  name="place"
                  type="number"
                  required
                  min={1}
                  max={count}
                  defaultValue={refused?.typed?.place ?? place}
                />
              )}
            </Field>
          </div>
          <Box name="shown" on={column.shownToRecipients} version={column.version}>
            Shown to recipients
          </Box>
          <Box name="personal" on={column.personal} version={column.version}>
            Personal
          </Box>
          <SubmitButton kind="secondary" pendingLabel="Saving…">
            Save
          </SubmitButton>
        </>
      );
    }}
  </ActionForm>
);

const Box = ({ name, on, version, children }: { name: string; on: boolean; version: number; children: string }) => (
  <label className="flex min-h-9 items-center gap-2 max-sm:min-h-11">
    <input key={version} type="checkbox" name={name} defaultChecked={on} className="size-4 accent-focus" />
    {children}
  </label>
);
