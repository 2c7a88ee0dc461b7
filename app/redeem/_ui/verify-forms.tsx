"use client";

import { useActionState } from "react";
import { Notice } from "@/app/_ui/notice";
import { SubmitButton } from "@/app/_ui/submit-button";
import { giveAnswer, sendCode } from "@/app/redeem/[token]/actions";
import { RecipientField } from "./recipient-field";
import { Refusal, useFirstProblem } from "./refusal";

type Props = {
  token: string;
  label: string;
  hint: string;
  /** A notice about earlier wrong answers. */
  before: string | null;
  /** The answer is a one-time code. */
  digits?: boolean;
};

/** Asks for the answer that proves who the recipient is. */
export function AnswerForm({ token, label, hint, before, digits = false }: Props) {
  const [result, action] = useActionState(giveAnswer, null);
  const form = useFirstProblem(result);
  const refused = result && !result.ok ? result : null;
  const problem = refused?.field === "answer" ? refused.message : undefined;
  return (
    <form ref={form} action={action} noValidate className="flex flex-col gap-5">
      {before && !refused && <Notice tone="warning">{before}</Notice>}
      {refused && !problem && <Refusal>{refused.message}</Refusal>}
      <input type="hidden" name="token" value={token} />
      <RecipientField
        name="answer"
        label={label}
        hint={hint}
        problem={problem}
        defaultValue={refused?.typed?.answer}
        autoFocus={problem !== undefined}
        maxLength={200}
        required
        inputMode={digits ? "numeric" : "text"}
        autoComplete={digits ? "one-time-code" : "off"}
        autoCapitalize="off"
        spellCheck={false}
      />
      <SubmitButton kind="brand" size="large" className="w-full" pendingLabel="Checking…">
        Continue
      </SubmitButton>
    </form>
  );
}

/** Sends a code by email; says that it was sent, or why it cannot be sent yet. */
export function SendCode({ token, kind, children }: { token: string; kind: "brand" | "secondary"; children: string }) {
  const [result, action] = useActionState(sendCode, null);
  const form = useFirstProblem(result);
  return (
    <form ref={form} action={action} className="flex flex-col gap-4">
      {result && !result.ok && <Refusal>{result.message}</Refusal>}
      {result?.ok && (
        <Notice tone="success" role="status">
          {result.message}
        </Notice>
      )}
      <input type="hidden" name="token" value={token} />
      <SubmitButton kind={kind} size="large" className="w-full" pendingLabel="Sending…">
        {children}
      </SubmitButton>
    </form>
  );
}
