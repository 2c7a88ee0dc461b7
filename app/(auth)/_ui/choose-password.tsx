"use client";

import { useActionState } from "react";
import { Field, Input } from "@/app/_ui/field";
import { Notice } from "@/app/_ui/notice";
import { SubmitButton } from "@/app/_ui/submit-button";
import type { ActionResult } from "@/lib/web/action";

type Props = {
  action: (previous: ActionResult | null, formData: FormData) => Promise<ActionResult>;
  /** The secret of the link that leads here. */
  token: string;
  email: string;
  shortest: number;
  submit: string;
  pendingLabel: string;
};

/** The form behind a link by which somebody chooses their password. Works without scripts. */
export function ChoosePassword({ action, token, email, shortest, submit, pendingLabel }: Props) {
  const [result, act] = useActionState(action, null);
  const refused = result && !result.ok ? result : null;
  const problem = refused?.field === "password" ? refused.message : undefined;
  return (
    <form action={act} className="flex flex-col gap-4">
      {refused && !problem && (
        <Notice tone="danger" role="alert">
          {refused.message}
        </Notice>
      )}
      <input type="hidden" name="token" value={token} />
      {/* A password manager then knows whose password it is. */}
      <input type="hidden" name="username" autoComplete="username" value={email} readOnly />
      <PasswordField id="password" label="Password" shortest={shortest} error={problem} />
      <SubmitButton pendingLabel={pendingLabel} className="w-full">
        {submit}
      </SubmitButton>
    </form>
  );
}

type FieldProps = { id: string; label: string; shortest: number; error: string | undefined };

/** Where somebody chooses a password, with the rules that they can meet beforehand. */
export const PasswordField = ({ id, label, shortest, error }: FieldProps) => (
  <Field
    id={id}
    label={label}
    hint={`At least ${shortest} characters. A few words that do not belong together are good.`}
    error={error}
  >
    {(aria) => (
      <Input
        {...aria}
        name="password"
        type="password"
        required
        minLength={shortest}
        maxLength={1024}
        autoComplete="new-password"
      />
    )}
  </Field>
);
