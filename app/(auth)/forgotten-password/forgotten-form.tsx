"use client";

import { useActionState } from "react";
import { Field, Input } from "@/app/_ui/field";
import { Notice } from "@/app/_ui/notice";
import { SubmitButton } from "@/app/_ui/submit-button";
import { askForNewPassword } from "./actions";

/** Works without scripts. */
export function ForgottenForm() {
  const [result, action] = useActionState(askForNewPassword, null);
  const typed = result && !result.ok ? result.typed?.email : undefined;
  return (
    <form action={action} className="flex flex-col gap-4">
      {result && (
        <Notice tone={result.ok ? "success" : "danger"} role={result.ok ? "status" : "alert"}>
          {result.message}
        </Notice>
      )}
      <Field id="email" label="Email address">
        {(aria) => (
          <Input
            {...aria}
            name="email"
            type="email"
            autoComplete="username"
            required
            maxLength={254}
            defaultValue={typed}
          />
        )}
      </Field>
      <SubmitButton pendingLabel="Sending…" className="w-full">
        Send the link
      </SubmitButton>
    </form>
  );
}
