"use client";

import { useState } from "react";
import { Field, Input } from "@/app/_ui/field";

/** Whether later files with the same header are read in the same way at once, and under which name. */
export function Remember({ name, error }: { name: string; error: string | undefined }) {
  const [isOn, setOn] = useState(false);
  return (
    <div className="flex flex-col gap-3 px-4 py-4">
      <label className="flex items-start gap-2">
        <input
          type="checkbox"
          name="remember"
          checked={isOn}
          onChange={(event) => setOn(event.target.checked)}
          className="mt-1"
        />
        <span>
          Remember this, and read later files with the same columns in the same way, also from the watched folder
        </span>
      </label>
      {isOn && (
        <Field id="mapping-name" label="Name" error={error} hint="Admin › Column mappings lists it under this name.">
          {(aria) => <Input {...aria} name="name" required maxLength={80} autoComplete="off" defaultValue={name} />}
        </Field>
      )}
    </div>
  );
}
