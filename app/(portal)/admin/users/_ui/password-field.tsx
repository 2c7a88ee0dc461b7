"use client";

import { Field, Input } from "@/app/_ui/field";

type Props = { id: string; label: string; error: string | undefined };

/** The password that an admin chooses for a user. */
export const PasswordField = ({ id, label, error }: Props) => (
  <Field id={id} label={label} hint="At least 12 characters." error={error}>
    {(aria) => (
      <Input
        {...aria}
        name="password"
        type="password"
        required
        minLength={12}
        maxLength={1024}
        autoComplete="new-password"
      />
    )}
  </Field>
);
