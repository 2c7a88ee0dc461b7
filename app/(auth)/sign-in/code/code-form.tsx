"use client";

import { useActionState } from "react";
import { Field, Input } from "@/app/_ui/field";
import { Notice } from "@/app/_ui/notice";
import { SubmitButton } from "@/app/_ui/submit-button";
import { codeAction } from "@/app/(auth)/sign-in/actions";

export function CodeForm({ next }: { next: string }) {
  const [result, action] = useActionState(codeAction, null);
  const refused = result && !result.ok ? result : null;
  return (
    <form action={action} className="flex flex-col gap-4">
      {refused && (
        <Notice tone="danger" role="alert">
          {refused.message}{" "}
          {refused.code === "unauthenticated" && (
            <a href="/sign-in" className="font-medium underline underline-offset-2">
              Sign in again
            </a>
          )}
        </Notice>
      )}
      <input type="hidden" name="next" value={next} />
      <Field id="code" label="Code">
        {(aria) => (
          // The one field of a page that exists for it.
          <Input
            {...aria}
            aria-invalid={refused?.code === "invalid" || undefined}
            name="code"
            required
            autoFocus
            maxLength={60}
            autoComplete="one-time-code"
          />
        )}
      </Field>
      <SubmitButton pendingLabel="Signing in…" className="mt-1 w-full">
        Sign in
      </SubmitButton>
    </form>
  );
}
