"use client";

import { useActionState, type ReactNode } from "react";
import { SubmitButton } from "@/app/_ui/submit-button";
import { choose } from "@/app/redeem/[token]/actions";
import { MethodChoice, type OfferedMethod } from "./method-choice";
import { Refusal, useFirstProblem } from "./refusal";

/** Asks how to be paid. After a refusal the form keeps what was typed and shows every problem. */
export function PayForm({
  token,
  methods,
  children,
}: {
  token: string;
  methods: OfferedMethod[];
  children: ReactNode;
}) {
  const [result, action] = useActionState(choose, null);
  const form = useFirstProblem(result);
  const refused = result && !result.ok ? result : null;
  const chosen = refused?.typed?.method ?? methods[0]?.name;
  return (
    <form ref={form} action={action} noValidate className="flex flex-col gap-6">
      {refused && <Refusal>{refused.message}</Refusal>}
      <input type="hidden" name="token" value={token} />
      <fieldset className="flex min-w-0 flex-col gap-3">
        <legend className="sr-only">Ways to be paid</legend>
        {methods.map((method) => (
          <MethodChoice
            key={method.name}
            method={method}
            chosen={method.name === chosen}
            only={methods.length === 1}
            refused={refused}
          />
        ))}
      </fieldset>
      {children}
      <SubmitButton kind="brand" size="large" className="w-full" pendingLabel="Sending…">
        Confirm and get paid
      </SubmitButton>
    </form>
  );
}
