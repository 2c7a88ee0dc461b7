"use client";

import { useActionState, type ReactNode } from "react";
import { PasswordField } from "@/app/(auth)/_ui/choose-password";
import { Field, Input, Select } from "@/app/_ui/field";
import { Notice } from "@/app/_ui/notice";
import { SubmitButton } from "@/app/_ui/submit-button";
import { makeFirstOrganization } from "./actions";

type Props = {
  token: string;
  shortest: number /** The options of the time zone, which the server alone has to know. */;
  zones: ReactNode;
};

/** Works without scripts. */
export function SetUpForm({ token, shortest, zones }: Props) {
  const [result, action] = useActionState(makeFirstOrganization, null);
  const refused = result && !result.ok ? result : null;
  const typed = refused?.typed;
  const problem = (field: string) =>
    refused?.problems?.[field] ?? (refused?.field === field ? refused.message : undefined);
  return (
    <form action={action} className="flex flex-col gap-4">
      {refused && !refused.field && (
        <Notice tone="danger" role="alert">
          {refused.message}
        </Notice>
      )}
      <input type="hidden" name="token" value={token} />
      <OrganizationFields typed={typed} problem={problem} zones={zones} />
      <AdminFields typed={typed} problem={problem} />
      <PasswordField id="password" label="Password" shortest={shortest} error={problem("password")} />
      <SubmitButton pendingLabel="Setting up…" className="w-full">
        Set up
      </SubmitButton>
    </form>
  );
}

type FieldsProps = { typed: Record<string, string> | undefined; problem: (field: string) => string | undefined };

const OrganizationFields = ({ typed, problem, zones }: FieldsProps & Pick<Props, "zones">) => (
  <>
    <Field
      id="organization"
      label="Name of the organization"
      hint="Staff and recipients see it."
      error={problem("organization")}
    >
      {(aria) => (
        <Input
          {...aria}
          name="organization"
          required
          maxLength={200}
          autoComplete="organization"
          defaultValue={typed?.organization}
        />
      )}
    </Field>
    <Field
      id="time-zone"
      label="Time zone"
      hint="Of its days, in lists, charts and expiry dates."
      error={problem("timeZone")}
    >
      {(aria) => (
        <Select key={typed?.timeZone} {...aria} name="timeZone" defaultValue={typed?.timeZone ?? "UTC"}>
          {zones}
        </Select>
      )}
    </Field>
  </>
);

const AdminFields = ({ typed, problem }: FieldsProps) => (
  <>
    <Field id="name" label="Your first and last name" error={problem("name")}>
      {(aria) => (
        <Input {...aria} name="name" required maxLength={200} autoComplete="name" defaultValue={typed?.name} />
      )}
    </Field>
    <Field id="email" label="Your email address" error={problem("email")}>
      {(aria) => (
        <Input
          {...aria}
          name="email"
          type="email"
          required
          maxLength={254}
          autoComplete="username"
          defaultValue={typed?.email}
        />
      )}
    </Field>
  </>
);
