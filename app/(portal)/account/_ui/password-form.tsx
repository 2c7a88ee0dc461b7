"use client";

import { Field, Input } from "@/app/_ui/field";
import { SubmitButton } from "@/app/_ui/submit-button";
import { ActionForm } from "@/app/(portal)/_ui/action-form";
import { problemOf } from "@/app/(portal)/_ui/confirm-dialog";
import { changePassword } from "@/app/(portal)/account/actions";

type Props = { email: string; shortest: number };

/** Fields are empty again after each answer, whatever it was. */
export const PasswordForm = ({ email, shortest }: Props) => (
  <ActionForm action={changePassword} className="flex flex-col gap-4">
    {(result) => {
      const refused = result && !result.ok ? result : null;
      return (
        <>
          {/* A password manager then knows whose password it is. */}
          <input type="hidden" name="username" autoComplete="username" value={email} readOnly />
          <Field id="present-password" label="Present password" error={problemOf(refused, "present")}>
            {(aria) => (
              <Input
                {...aria}
                name="present"
                type="password"
                required
                maxLength={1024}
                autoComplete="current-password"
              />
            )}
          </Field>
          <Field
            id="own-password"
            label="New password"
            hint={`At least ${shortest} characters; a few words that do not belong together are good. Your name and that of your organization are tried first.`}
            error={problemOf(refused, "password")}
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
          <SubmitButton kind="secondary" pendingLabel="Changing…" className="self-end">
            Change password
          </SubmitButton>
        </>
      );
    }}
  </ActionForm>
);
