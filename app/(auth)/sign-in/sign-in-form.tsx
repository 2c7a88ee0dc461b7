"use client";

import { useActionState, useEffect, useRef } from "react";
import { Field, Input } from "@/app/_ui/field";
import { Notice } from "@/app/_ui/notice";
import { SubmitButton } from "@/app/_ui/submit-button";
import { signInAction } from "./actions";

export function SignInForm({ next }: { next: string }) {
  const [result, action] = useActionState(signInAction, null);
  const summary = useRef<HTMLDivElement>(null);
  const refused = result && !result.ok ? result : null;

  useEffect(() => {
    if (refused) summary.current?.focus();
  }, [refused]);

  return (
    <form action={action} className="flex flex-col gap-4">
      {refused && (
        <div ref={summary} tabIndex={-1} className="rounded-card">
          <Notice tone="danger" role="alert">
            {refused.message}
          </Notice>
        </div>
      )}
      <input type="hidden" name="next" value={next} />
      <Field id="email" label="Email address">
        {(aria) => (
          <Input
            {...aria}
            name="email"
            type="email"
            autoComplete="username"
            required
            maxLength={254}
            defaultValue={refused?.typed?.email}
          />
        )}
      </Field>
      <Field id="password" label="Password">
        {(aria) => (
          <Input {...aria} name="password" type="password" autoComplete="current-password" required maxLength={1024} />
        )}
      </Field>
      <SubmitButton pendingLabel="Signing in…" className="mt-1 w-full">
        Sign in
      </SubmitButton>
    </form>
  );
}
