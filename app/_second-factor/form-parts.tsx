import type { ReactNode } from "react";
import { Field, Input } from "@/app/_ui/field";
import type { ActionResult } from "@/lib/web/action";

export type Result = ActionResult<unknown> | null;

export const problemOf = (result: Result, field: string): string | undefined =>
  result && !result.ok && result.field === field ? result.message : undefined;

/** A refusal that is about no field; it stands in the form, with scripts and without. */
export const Refusal = ({ result }: { result: Result }) =>
  result &&
  !result.ok &&
  result.field === undefined && (
    <p role="alert" className="text-danger">
      {result.message}
    </p>
  );

/** What is needed rarely; it opens without scripts too. */
export const Part = ({ title, children }: { title: ReactNode; children: ReactNode }) => (
  <details>
    <summary className="w-fit py-1 font-medium max-sm:py-3">{title}</summary>
    <div className="mt-2">{children}</div>
  </details>
);

/** Asks for the password again. */
export const PasswordField = ({ id, result }: { id: string; result: Result }) => (
  <Field id={id} label="Password" error={problemOf(result, "password")}>
    {(aria) => (
      <Input
        {...aria}
        name="password"
        type="password"
        required
        maxLength={1024}
        autoComplete="current-password"
        className="max-w-80"
      />
    )}
  </Field>
);
